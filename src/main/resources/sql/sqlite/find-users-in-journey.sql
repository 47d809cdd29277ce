select u.value as user_id
  from json_each(:user_ids) u
 where exists (select 1 from entry e
                where e.user_id = u.value and e.journey_id = :journey_id and e.request_uuid <> :request_uuid)
