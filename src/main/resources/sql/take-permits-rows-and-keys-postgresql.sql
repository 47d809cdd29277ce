-- One round trip and one commit for all that was asked together. Rows are locked in the order of the slots, by every replica, so
-- that two groups cannot wait for each other.
with asked as (
  select *
    from unnest(cast(? as uuid[]), cast(? as varchar[]), cast(? as varchar[]), cast(? as varchar[]), cast(? as varchar[]),
                cast(? as varchar[]), cast(? as bigint[]), cast(? as varchar[]), cast(? as varchar[]))
      as a (request_uuid, door, journey_id, entry_point_id, application_code, selector, requested, idempotency_key, body_sha256)
), granted as (
  insert into permit as p (journey_id, entry_point_id, request_uuid, granted_at)
  select journey_id, entry_point_id, request_uuid, current_timestamp
    from asked
   order by journey_id, entry_point_id
  on conflict (journey_id, entry_point_id) do update
     set request_uuid = excluded.request_uuid, granted_at = excluded.granted_at
   where p.granted_at <= excluded.granted_at - cast(? as bigint) * interval '0.001' second
  returning request_uuid
), accepted as (
  insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state, accepted_at, requested)
  select request_uuid, door, journey_id, entry_point_id, application_code, selector, 'accepted', current_timestamp, requested
    from asked
    join granted using (request_uuid)
), keyed as (
  insert into idempotency_key (journey_id, idempotency_key, request_uuid, body_sha256)
  select journey_id, idempotency_key, request_uuid, body_sha256
    from asked
    join granted using (request_uuid)
   where idempotency_key is not null
)
select request_uuid, current_timestamp as accepted_at from granted
