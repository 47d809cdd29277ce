update webhook set off_at = null, paused_until = null where id = :id
