select a.id, a.message_id, m.type, m.request_uuid, m.state, a.at, a.attempt, a.status, a.error, a.millis
  from webhook_attempt a
  join webhook_message m on m.id = a.message_id
 where a.webhook_id = :webhook_id and a.id < :after and (not :failed or a.error is not null)
 order by a.id desc
 limit :limit
