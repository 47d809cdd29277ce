select f.request_uuid, f.door, f.place, f.journey_id, f.name, f.attributes, f.traceparent, f.checked, f.fed, f.rows_fed, f.listed,
       r.entry_point_id, r.application_code, r.selector, r.state, r.accepted_at, r.chunks_done,
       r.expected_at is not null or r.state = 'scheduled' as waits, r.enqueued_at is not null as enqueued, r.traceparent as request_traceparent
  from start_file f
  left join start_request r on r.request_uuid = f.request_uuid
 where f.request_uuid = :request_uuid and f.owner = :owner
