select chunk, last_chunk, message from waiting_message where request_uuid = ? and chunk > ? order by request_uuid, chunk limit ?
