update webhook_message set state = :state, next_at = :ahead(pause)
 where id = :id and attempts = :attempt and state = 'waiting'
