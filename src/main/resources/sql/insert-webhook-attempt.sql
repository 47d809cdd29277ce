insert into webhook_attempt (id, webhook_id, message_id, at, attempt, status, error, millis)
values (:id, :webhook_id, :message_id, :now, :attempt, cast(:status as integer), :error, :millis)
