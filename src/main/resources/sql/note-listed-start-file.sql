update start_file set listed = :chunk where request_uuid = :request_uuid and owner = :owner and listed < :chunk
