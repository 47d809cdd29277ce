select u.hwid as id, d.user_id
  from unnest(cast(:ids as varchar[])) as u(hwid)
  join device d on d.hwid = u.hwid and d.application_code = :application_code
