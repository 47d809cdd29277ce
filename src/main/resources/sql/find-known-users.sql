select u.user_id, u.user_id as same
  from unnest(cast(? as varchar array)) as u(user_id)
 where (select d.user_id from device d where d.user_id = u.user_id and d.application_code = ? limit 1) is not null
