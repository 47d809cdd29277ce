update webhook set off_at = :now where id = :id and off_at is null
