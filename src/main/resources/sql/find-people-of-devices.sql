select u.hwid, d.user_id
  from unnest(cast(? as varchar array)) as u(hwid)
  join device d on d.hwid = u.hwid and d.application_code = ?
