select start_at from upload where request_uuid = :request_uuid
