delete from idempotency_key
 where journey_id = :journey_id and idempotency_key = :idempotency_key
   and exists (select 1 from start_request r
                where r.request_uuid = idempotency_key.request_uuid and r.accepted_at <= :ago(keep))
