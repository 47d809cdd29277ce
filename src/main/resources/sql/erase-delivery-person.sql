delete from delivery_person where submitted_id = :submitted_id and request_uuid = :request_uuid
