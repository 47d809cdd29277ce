delete from chunk where request_uuid = :request_uuid
