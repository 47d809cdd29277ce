insert into waiting_request (request_uuid, journey_id, entry_point_id, likeness, shares_slot, granted_at)
values (?, ?, ?, ?, ?, ?)
