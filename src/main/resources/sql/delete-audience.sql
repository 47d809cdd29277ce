delete from audience where request_uuid = :request_uuid
