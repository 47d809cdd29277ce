insert into start_file (request_uuid, door, place, journey_id, name, owner, leased_until)
values (?, ?, ?, ?, ?, ?, current_timestamp + cast(? as bigint) * interval '0.001' second)
