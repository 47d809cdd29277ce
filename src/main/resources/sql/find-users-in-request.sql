select u.user_id, u.user_id as same
  from unnest(cast(? as varchar array)) as u(user_id)
 where exists (select 1 from entry e where e.user_id = u.user_id and e.request_uuid = ?)
