update delivery_share set ids = ids - 1 where delivery_uuid = :delivery_uuid and request_uuid = :request_uuid and ids > 0
