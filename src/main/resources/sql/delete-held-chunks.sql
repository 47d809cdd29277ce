delete from held_chunk where request_uuid = :request_uuid
