select u.user_id
  from unnest(cast(? as varchar array)) as u(user_id)
 where (select e.user_id from entry e
         where e.journey_id = ? and e.request_uuid = ? and e.user_id = u.user_id and (e.chunk is null or e.chunk <> ?)) is not null
