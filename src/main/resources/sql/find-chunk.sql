select chunk from chunk where request_uuid = ? and chunk = ?
