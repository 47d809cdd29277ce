update webhook_message set state = 'waiting', attempts = 0, next_at = :now
 where webhook_id = :webhook_id and occurred_at >= :since
