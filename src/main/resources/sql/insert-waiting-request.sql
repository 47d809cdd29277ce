insert into waiting_request (request_uuid, journey_id, entry_point_id, coalescing_key, shares_slot)
values (:request_uuid, :journey_id, :entry_point_id, :coalescing_key, :shares_slot)
