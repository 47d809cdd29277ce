select p.submitted_id, p.delivery_uuid, p.line
  from json_each(:ids) u
  join delivery_person p on p.submitted_id = u.value and p.request_uuid = :request_uuid
