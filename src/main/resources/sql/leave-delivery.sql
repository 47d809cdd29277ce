delete from delivery_share where delivery_uuid = :delivery_uuid and request_uuid = :request_uuid
