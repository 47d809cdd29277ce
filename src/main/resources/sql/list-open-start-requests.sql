select r.request_uuid, r.journey_id, r.entry_point_id, r.application_code, r.door, r.file, r.selector, r.state, r.accepted_at, r.expected_at,
       r.requested
  from start_request r
 where r.state :in(states) and r.application_code :in(applications) and (:any_journey or r.journey_id = :journey_id)
 order by r.request_uuid desc
 limit :limit
