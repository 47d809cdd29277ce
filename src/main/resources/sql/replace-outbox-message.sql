update outbox set message = :message where owner = :owner and position = :position and message = :before
