select p.submitted_id, p.delivery_uuid, p.line
  from unnest(cast(:ids as varchar[])) as u(id)
  join delivery_person p on p.submitted_id = u.id and p.request_uuid = :request_uuid
