delete from scheduled_request where request_uuid = :request_uuid
