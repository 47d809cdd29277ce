select o.request_uuid, o.submitted_id, o.outcome, o.reason, o.line, r.journey_id, r.entry_point_id, r.application_code, r.door, r.file,
       r.selector, r.accepted_at
  from outcome o
  join start_request r on r.request_uuid = o.request_uuid
 where o.submitted_id :in(ids) and (:any_journey or r.journey_id = :journey_id) and r.application_code :in(applications)
   and (o.submitted_id = :id or r.selector <> 'users')
 order by o.request_uuid desc, o.id desc
 limit :limit
