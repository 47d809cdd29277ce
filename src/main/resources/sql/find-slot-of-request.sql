select destination, journey_id, entry_point_id, ready from delivery_request where request_uuid = :request_uuid
