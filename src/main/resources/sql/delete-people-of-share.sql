delete from delivery_person where delivery_uuid = :delivery_uuid and request_uuid = :request_uuid
