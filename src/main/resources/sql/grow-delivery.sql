update delivery set ids = ids + :ids, bytes = bytes + :bytes where delivery_uuid = :delivery_uuid
