select count(*) from dead_letter where request_uuid = :request_uuid
