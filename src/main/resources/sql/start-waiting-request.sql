update start_request set expected_at = null, started_at = :now where request_uuid = :request_uuid
returning traceparent
