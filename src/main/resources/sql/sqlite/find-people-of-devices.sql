select u.value as id, d.user_id
  from json_each(:ids) u
 cross join device d on d.application_code = :application_code and d.hwid = u.value
