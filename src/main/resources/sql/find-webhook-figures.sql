select w.id,
       (select count(*) from webhook_message m where m.webhook_id = w.id and m.state = 'waiting') as waiting,
       (select count(*) from webhook_message m where m.webhook_id = w.id and m.state = 'failed') as failed,
       (select min(m.occurred_at) from webhook_message m where m.webhook_id = w.id and m.state = 'waiting') as oldest_waiting_at,
       :now as now
  from webhook w
 where w.present
