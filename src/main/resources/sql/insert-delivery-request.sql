insert into delivery_request (request_uuid, destination, journey_id, entry_point_id)
values (:request_uuid, :destination, :journey_id, :entry_point_id)
on conflict (request_uuid) do nothing
