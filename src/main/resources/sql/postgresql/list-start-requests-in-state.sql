-- The array and the order keep to the index that begins with the state: the primary key has the order of the rest.
select r.request_uuid, r.door, r.journey_id, r.entry_point_id, r.application_code, r.selector, r.state, r.reason, r.file, r.accepted_at,
       r.finished_at, r.expected_at, r.started_at, r.requested, r.entered, r.duplicate, r.unknown_ids, r.already_entered, r.rejected, r.cancelled, r.start_at, r.traceparent
  from start_request r
 where r.state = any (array[cast(:state as varchar)]) and r.request_uuid < :after and r.request_uuid >= :from and r.application_code :in(applications)
   and (:any_door or r.door = :door)
 order by r.state desc, r.request_uuid desc
 limit :limit
