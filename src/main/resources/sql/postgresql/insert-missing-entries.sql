insert into entry (request_uuid, journey_id, entry_point_id, chunk, user_id, attribute_values, line, entered_at)
select :request_uuid, :journey_id, :entry_point_id, :chunk, u.user_id, u.attribute_values, u.line, current_timestamp
  from unnest(cast(:user_ids as varchar[]), cast(:attribute_values as varchar[]), cast(:lines as integer[]))
       as u(user_id, attribute_values, line)
on conflict do nothing
