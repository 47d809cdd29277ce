select u.value as id, u.value as user_id
  from json_each(:ids) u
 where exists (select 1 from device d where d.application_code = :application_code and d.user_id = u.value)
