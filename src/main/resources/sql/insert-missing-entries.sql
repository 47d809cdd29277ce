insert into entry (request_uuid, journey_id, entry_point_id, chunk, user_id, attribute_values, entered_at)
select ?1, ?2, ?3, ?4, u.user_id, u.attribute_values, current_timestamp
  from unnest(cast(?5 as varchar array), cast(?6 as varchar array)) as u(user_id, attribute_values)
 where not exists (select 1 from entry e where e.request_uuid = ?1 and e.user_id = u.user_id)
