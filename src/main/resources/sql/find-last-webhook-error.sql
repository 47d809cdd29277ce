select at, error from webhook_attempt where webhook_id = :webhook_id and error is not null order by id desc limit 1
