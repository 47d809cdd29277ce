delete from waiting_request where request_uuid = :request_uuid
