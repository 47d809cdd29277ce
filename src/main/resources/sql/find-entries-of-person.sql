select e.request_uuid, e.user_id, e.journey_id, e.entry_point_id, e.entered_at, e.line, r.application_code, r.door, r.file, r.selector,
       r.accepted_at
  from entry e
  join start_request r on r.request_uuid = e.request_uuid
 where e.user_id :in(user_ids) and (:any_journey or e.journey_id = :journey_id) and r.application_code :in(applications)
   and (e.user_id = :id or r.selector <> 'users')
 order by e.request_uuid desc
 limit :limit
