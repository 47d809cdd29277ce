update start_request set chunks = ? where request_uuid = ?
