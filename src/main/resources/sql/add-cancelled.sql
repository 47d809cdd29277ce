update start_request set cancelled = cancelled + :cancelled where request_uuid = :request_uuid
