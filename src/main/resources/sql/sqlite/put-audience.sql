insert into audience (request_uuid, devices, users, resolved_at, complete) values (:request_uuid, 0, 0, :now, 0)
on conflict (request_uuid) do nothing
