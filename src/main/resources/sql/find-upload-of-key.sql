select request_uuid, body_sha256
  from upload
 where journey_id = :journey_id and idempotency_key = :idempotency_key and received_at > :ago(keep)
