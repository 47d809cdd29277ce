update delivery set request_uuid = :request_uuid, ids = ids - :ids where delivery_uuid = :delivery_uuid
