select r.request_uuid, r.door, r.journey_id, r.entry_point_id, r.application_code, r.selector, r.accepted_at
  from start_request r
 where r.request_uuid = ?
