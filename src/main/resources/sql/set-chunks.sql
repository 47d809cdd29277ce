update start_request set chunks = :chunks where request_uuid = :request_uuid
