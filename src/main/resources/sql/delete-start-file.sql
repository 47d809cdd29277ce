delete from start_file where request_uuid = :request_uuid
