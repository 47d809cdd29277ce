delete from delivery where delivery_uuid = :delivery_uuid
