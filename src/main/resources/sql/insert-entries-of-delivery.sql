insert into entry (request_uuid, user_id, journey_id, entry_point_id, attribute_values, entered_at, line)
select p.request_uuid, p.submitted_id, d.journey_id, d.entry_point_id, d.attribute_values, :now, p.line
  from delivery_person p
  join delivery d on d.delivery_uuid = p.delivery_uuid
 where p.delivery_uuid = :delivery_uuid
on conflict (user_id, journey_id, request_uuid) do nothing
