update dead_letter set message = :message where id = :id and message = :before
