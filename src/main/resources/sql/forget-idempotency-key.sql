update start_request set idempotency_key = null
 where journey_id = ? and idempotency_key = ? and accepted_at <= current_timestamp - cast(? as bigint) * interval '0.001' second
