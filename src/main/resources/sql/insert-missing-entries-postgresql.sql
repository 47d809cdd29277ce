insert into entry (request_uuid, journey_id, entry_point_id, chunk, user_id, attribute_values, entered_at)
select ?, ?, ?, ?, u.user_id, u.attribute_values, current_timestamp
  from unnest(cast(? as varchar array), cast(? as varchar array)) as u(user_id, attribute_values)
on conflict do nothing
