update waiting_request set sending_until = null where request_uuid = ?
