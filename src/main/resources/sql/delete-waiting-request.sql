delete from waiting_request where request_uuid = ?
