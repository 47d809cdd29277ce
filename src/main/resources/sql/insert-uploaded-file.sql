insert into start_file (request_uuid, door, place, journey_id, name, traceparent, owner)
values (:request_uuid, :door, :place, :journey_id, :name, :traceparent, :nobody)
