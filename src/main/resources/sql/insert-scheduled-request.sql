insert into scheduled_request (request_uuid, start_at, journey_id, entry_point_id, coalescing_key, shares_slot)
values (:request_uuid, :start_at, :journey_id, :entry_point_id, :coalescing_key, :shares_slot)
