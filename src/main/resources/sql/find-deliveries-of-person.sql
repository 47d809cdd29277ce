select p.request_uuid, p.submitted_id, p.line, d.state, r.journey_id, r.entry_point_id, r.application_code, r.door, r.file, r.accepted_at
  from delivery_person p
  join delivery d on d.delivery_uuid = p.delivery_uuid
  join start_request r on r.request_uuid = p.request_uuid
 where p.submitted_id :in(ids) and d.state in ('waiting', 'held', 'sending', 'unknown') and r.application_code :in(applications)
   and (:any_journey or r.journey_id = :journey_id) and (p.submitted_id = :id or r.selector <> 'users')
 order by p.request_uuid desc
 limit :limit
