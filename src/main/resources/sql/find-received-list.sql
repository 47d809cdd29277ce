select request_uuid, body_sha256
  from received_list
 where journey_id = :journey_id and idempotency_key = :idempotency_key
