-- One round trip and one commit for all that came together. Rows are locked in the order of the slots, by every replica, so that
-- two groups cannot wait for each other. A message says when its request was accepted, which is known here alone.
with asked as (
  select *
    from unnest(cast(:request_uuids as uuid[]), cast(:doors as varchar[]), cast(:journey_ids as varchar[]),
                cast(:entry_point_ids as varchar[]), cast(:application_codes as varchar[]), cast(:selectors as varchar[]),
                cast(:requested as bigint[]), cast(:rejected as bigint[]), cast(:files as varchar[]),
                cast(:traceparents as varchar[]),
                cast(:idempotency_keys as varchar[]), cast(:body_sha256s as varchar[]), cast(:periods as bigint[]),
                cast(:may_wait as boolean[]))
      as a (request_uuid, door, journey_id, entry_point_id, application_code, selector, requested, rejected, file, traceparent,
            idempotency_key, body_sha256, period, may_wait)
), granted as (
  insert into permit as p (journey_id, entry_point_id, request_uuid, granted_at)
  select a.journey_id, a.entry_point_id, a.request_uuid, current_timestamp
    from asked a
   where a.period > 0
     and not (a.may_wait and exists (select 1 from waiting_request w
                                      where w.journey_id = a.journey_id and w.entry_point_id = a.entry_point_id))
   order by a.journey_id, a.entry_point_id
  on conflict (journey_id, entry_point_id) do update
     set request_uuid = excluded.request_uuid, granted_at = excluded.granted_at
   where p.granted_at <= excluded.granted_at - (select a.period from asked a where a.request_uuid = excluded.request_uuid)
                                               * interval '0.001' second
  returning request_uuid
), accepted as (
  insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state, accepted_at,
                             started_at, file, requested, rejected, traceparent)
  select a.request_uuid, a.door, a.journey_id, a.entry_point_id, a.application_code, a.selector, 'accepted', current_timestamp,
         case when a.file is not null then current_timestamp end, a.file, a.requested, a.rejected,
         a.traceparent
    from asked a
   where a.period = 0 or a.request_uuid in (select g.request_uuid from granted g)
  returning request_uuid, accepted_at
), keyed as (
  insert into idempotency_key (journey_id, idempotency_key, request_uuid, body_sha256)
  select a.journey_id, a.idempotency_key, a.request_uuid, a.body_sha256
    from asked a
    join accepted using (request_uuid)
   where a.idempotency_key is not null
), queued as (
  insert into outbox (owner, position, request_uuid, chunk, chunks, message)
  select cast(:owner as uuid), m.position, m.request_uuid, m.chunk, m.chunks,
         overlay(m.message placing to_char(current_timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                 from cast(:time_from as integer))
    from unnest(cast(:message_request_uuids as uuid[]), cast(:positions as bigint[]), cast(:chunk_numbers as integer[]),
                cast(:chunk_totals as integer[]), cast(:messages as varchar[]))
           as m (request_uuid, position, chunk, chunks, message)
    join accepted using (request_uuid)
)
select request_uuid, accepted_at from accepted
