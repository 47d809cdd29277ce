update waiting_message set message = :message where request_uuid = :request_uuid and chunk = :chunk and message = :before
