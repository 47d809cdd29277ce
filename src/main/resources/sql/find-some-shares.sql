select delivery_uuid, number from delivery_share where request_uuid = :request_uuid order by number limit :limit
