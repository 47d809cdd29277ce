update delivery_share set delivery_uuid = :delivery_uuid where delivery_uuid = :joined
