-- Few requests have such a name: without statistics SQLite would walk through those of the applications.
select r.request_uuid, r.door, r.journey_id, r.entry_point_id, r.application_code, r.selector, r.state, r.reason, r.file, r.accepted_at,
       r.finished_at, r.expected_at, r.started_at, r.requested, r.entered, r.duplicate, r.unknown_ids, r.already_entered, r.rejected, r.cancelled, r.start_at, r.traceparent
  from start_request r indexed by start_request_file
 where r.file >= :file and r.file < :file_end
   and r.request_uuid < :after and r.request_uuid >= :from and r.application_code :in(applications)
   and (:any_journey or r.journey_id = :journey_id) and (:any_state or r.state = :state) and (:any_door or r.door = :door)
 order by r.request_uuid desc
 limit :limit
