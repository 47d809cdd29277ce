select request_uuid, body_sha256, application_code, entry_point_id, door, accepted_at,
       enqueued_at is not null or expected_at is not null or started_at is not null or state <> 'accepted' as enqueued,
       accepted_at > current_timestamp - cast(? as bigint) * interval '0.001' second as kept,
       accepted_at > current_timestamp - cast(? as bigint) * interval '0.001' second as in_flight
  from start_request
 where journey_id = ? and idempotency_key = ?
