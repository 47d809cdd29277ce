insert into upload (request_uuid, journey_id, entry_point_id, application_code, name, received_at, start_at, idempotency_key, body_sha256)
values (:request_uuid, :journey_id, :entry_point_id, :application_code, :name, :now, :start_at, :idempotency_key, :body_sha256)
