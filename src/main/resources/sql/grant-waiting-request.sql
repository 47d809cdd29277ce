update waiting_request set granted_at = current_timestamp where request_uuid = ? and granted_at is null
