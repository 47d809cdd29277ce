select idempotency_key, body_sha256 from received_list where request_uuid = :request_uuid
