insert into waiting_message (request_uuid, chunk, last_chunk, message) values (:request_uuid, :chunk, :last_chunk, :message)
