select r.request_uuid, r.door, r.journey_id, r.entry_point_id, r.application_code, r.selector, r.state, r.reason, r.file, r.accepted_at,
       r.finished_at, r.expected_at, r.started_at, r.requested, r.entered, r.duplicate, r.unknown_ids, r.already_entered, r.rejected, r.cancelled, r.start_at, r.traceparent
  from start_request r
 where r.request_uuid = :request_uuid
union all
-- An uploaded list that is not checked yet.
select u.request_uuid, 'upload', u.journey_id, u.entry_point_id, u.application_code, 'list', 'accepted', null, u.name, u.received_at,
       null, null, null, 0, 0, 0, 0, 0, 0, 0, u.start_at,
       (select f.traceparent from start_file f where f.request_uuid = u.request_uuid)
  from upload u
 where u.request_uuid = :request_uuid
   and not exists (select 1 from start_request r where r.request_uuid = u.request_uuid)
