delete from idempotency_key
 where journey_id = :journey_id and idempotency_key = :idempotency_key and request_uuid = :request_uuid
