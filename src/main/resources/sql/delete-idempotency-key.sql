delete from idempotency_key where journey_id = ? and idempotency_key = ? and request_uuid = ?
