select chunk, last_chunk, message from waiting_message where request_uuid = ? and chunk > ? order by chunk limit ?
