select request_uuid, ids from delivery_share where delivery_uuid = :delivery_uuid order by request_uuid
