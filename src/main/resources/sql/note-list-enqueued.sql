update start_request set enqueued_at = :now where request_uuid = :request_uuid and enqueued_at is null
