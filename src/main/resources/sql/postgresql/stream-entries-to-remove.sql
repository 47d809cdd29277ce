select user_id from entry where request_uuid = ?
