select r.request_uuid, k.body_sha256, r.application_code, r.entry_point_id, r.door, r.accepted_at,
       r.accepted_at > :ago(keep) as kept,
       r.state in ('accepted', 'scheduled') and not k.replayed as unanswered,
       r.state in ('failed', 'cancelled') as over
  from idempotency_key k
  join start_request r on r.request_uuid = k.request_uuid
 where k.journey_id = :journey_id and k.idempotency_key = :idempotency_key
