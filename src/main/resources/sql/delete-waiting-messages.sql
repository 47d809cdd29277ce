delete from waiting_message where request_uuid = :request_uuid
