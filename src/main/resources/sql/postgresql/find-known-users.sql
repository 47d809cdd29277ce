select u.user_id as id, u.user_id
  from unnest(cast(:ids as varchar[])) as u(user_id)
 where (select d.user_id from device d where d.user_id = u.user_id and d.application_code = :application_code limit 1) is not null
