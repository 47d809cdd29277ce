select count(*) as messages, coalesce(sum(length(message)), 0) as characters from waiting_message where request_uuid = :request_uuid
