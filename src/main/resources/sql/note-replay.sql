update idempotency_key set replayed = :yes
 where journey_id = :journey_id and idempotency_key = :idempotency_key and request_uuid = :request_uuid
