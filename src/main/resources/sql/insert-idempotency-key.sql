insert into idempotency_key (journey_id, idempotency_key, request_uuid, body_sha256)
values (:journey_id, :idempotency_key, :request_uuid, :body_sha256)
