delete from outbox where request_uuid = :request_uuid
