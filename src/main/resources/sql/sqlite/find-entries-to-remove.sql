select user_id from entry where request_uuid = :request_uuid limit :limit
