insert into received_list (request_uuid, journey_id, idempotency_key, body_sha256)
values (:request_uuid, :journey_id, :idempotency_key, :body_sha256)
