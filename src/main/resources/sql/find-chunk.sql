select chunk from chunk where request_uuid = :request_uuid and chunk = :chunk
