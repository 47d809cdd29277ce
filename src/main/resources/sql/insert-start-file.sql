insert into start_file (request_uuid, door, place, journey_id, name, attributes, traceparent, owner)
values (:request_uuid, :door, :place, :journey_id, :name, :attributes, :traceparent, :owner)
