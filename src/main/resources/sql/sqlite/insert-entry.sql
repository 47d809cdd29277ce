insert into entry (request_uuid, journey_id, entry_point_id, chunk, user_id, attribute_values, line, entered_at)
values (:request_uuid, :journey_id, :entry_point_id, :chunk, :user_id, :attribute_values, :line, :now)
