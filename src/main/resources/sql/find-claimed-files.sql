select request_uuid, door, place, journey_id, name, attributes, traceparent from start_file order by request_uuid
