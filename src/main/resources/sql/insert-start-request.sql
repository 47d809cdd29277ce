insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state, accepted_at, requested)
values (?, ?, ?, ?, ?, ?, 'accepted', ?, ?)
