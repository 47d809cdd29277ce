select u.user_id, u.user_id as same
  from unnest(cast(? as varchar array)) as u(user_id)
 where exists (select 1 from device d where d.user_id = u.user_id and d.application_code = ?)
