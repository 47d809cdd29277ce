delete from outbox where owner = :owner and request_uuid = :request_uuid
