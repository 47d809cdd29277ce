insert into held_chunk (request_uuid, chunk, chunks, journey_id, message) values (:request_uuid, :chunk, :chunks, :journey_id, :message)
