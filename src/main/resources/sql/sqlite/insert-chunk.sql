insert or ignore into chunk (request_uuid, chunk) values (:request_uuid, :chunk)
