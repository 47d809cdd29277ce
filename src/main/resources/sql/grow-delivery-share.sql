update delivery_share set ids = ids + :ids where delivery_uuid = :delivery_uuid and request_uuid = :request_uuid
