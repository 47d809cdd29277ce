insert into audience (request_uuid, devices, users, resolved_at, complete, filter) values (:request_uuid, 0, 0, :now, 0, :filter)
on conflict (request_uuid) do nothing
