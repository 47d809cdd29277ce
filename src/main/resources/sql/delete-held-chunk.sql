delete from held_chunk where request_uuid = ? and chunk = ?
