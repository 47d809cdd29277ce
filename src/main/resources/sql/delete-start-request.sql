delete from start_request where request_uuid = :request_uuid
