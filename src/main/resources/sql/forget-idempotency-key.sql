delete from idempotency_key k
 where k.journey_id = ? and k.idempotency_key = ?
   and exists (select 1 from start_request r
                where r.request_uuid = k.request_uuid
                  and r.accepted_at <= current_timestamp - cast(? as bigint) * interval '0.001' second)
