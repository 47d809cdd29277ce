update webhook_message set attempts = attempts + 1, next_at = :ahead(lease)
 where id in (select id from webhook_message
               where webhook_id = :webhook_id and state = 'waiting' and next_at <= :now
               order by next_at limit :limit
                 for update skip locked)
returning id, type, request_uuid, occurred_at, attempts, data,
          (select r.traceparent from start_request r where r.request_uuid = webhook_message.request_uuid) as traceparent
