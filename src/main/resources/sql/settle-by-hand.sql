update delivery set state = 'waiting', not_before = :now, ended_at = null, message = null where delivery_uuid = :delivery_uuid
