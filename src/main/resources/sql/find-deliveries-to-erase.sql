select p.request_uuid, p.submitted_id, p.delivery_uuid, d.destination, d.state, d.settled, d.ids
  from delivery_person p
  join delivery d on d.delivery_uuid = p.delivery_uuid
  join start_request r on r.request_uuid = p.request_uuid
 where p.submitted_id :in(ids) and r.application_code = :application_code and (p.submitted_id = :id or r.selector <> 'users')
