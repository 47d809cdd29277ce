update delivery set state = 'unknown', message = :message where delivery_uuid = :delivery_uuid
