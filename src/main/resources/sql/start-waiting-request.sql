update start_request set expected_at = null, started_at = current_timestamp where request_uuid = ?
