select u.user_id
  from unnest(cast(:user_ids as varchar[])) as u(user_id)
 where (select e.user_id from entry e
         where e.user_id = u.user_id and e.journey_id = :journey_id and e.request_uuid = :request_uuid
           and (e.chunk is null or e.chunk <> :chunk)) is not null
