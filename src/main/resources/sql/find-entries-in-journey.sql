select request_uuid, user_id, entered_at, line
  from entry
 where user_id :in(user_ids) and journey_id = :journey_id
 order by request_uuid
 limit 1000
