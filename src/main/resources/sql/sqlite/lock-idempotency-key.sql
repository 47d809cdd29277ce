select replayed from idempotency_key where request_uuid = :request_uuid
