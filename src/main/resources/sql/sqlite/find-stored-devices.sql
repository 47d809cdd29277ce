select d.hwid, d.id, d.user_id, d.platform, d.push_token
  from json_each(:hwids) h
 cross join device d on d.application_code = :application_code and d.hwid = h.value
