update delivery_person set delivery_uuid = :delivery_uuid, line = :line
 where submitted_id = :submitted_id and request_uuid = :request_uuid
