select r.request_uuid, k.body_sha256, r.application_code, r.entry_point_id, r.door, r.accepted_at,
       r.enqueued_at is not null or r.expected_at is not null or r.started_at is not null or r.state <> 'accepted' as enqueued,
       r.accepted_at > current_timestamp - cast(? as bigint) * interval '0.001' second as kept,
       r.accepted_at > current_timestamp - cast(? as bigint) * interval '0.001' second as in_flight
  from idempotency_key k
  join start_request r on r.request_uuid = k.request_uuid
 where k.journey_id = ? and k.idempotency_key = ?
