select chunks, journey_id, message from held_chunk where request_uuid = :request_uuid and chunk = :chunk
