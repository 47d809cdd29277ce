update start_request set enqueued_at = current_timestamp where request_uuid = ? and enqueued_at is null
