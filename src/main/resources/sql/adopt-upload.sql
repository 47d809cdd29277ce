insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state, file, accepted_at, start_at)
select u.request_uuid, 'upload', u.journey_id, u.entry_point_id, u.application_code, 'list', 'accepted', u.name, u.received_at, u.start_at
  from upload u
 where u.request_uuid = :request_uuid
on conflict (request_uuid) do nothing
