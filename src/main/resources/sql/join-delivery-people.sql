update delivery_person set delivery_uuid = :delivery_uuid where delivery_uuid = :joined
