select w.id, w.application_code, w.name, w.url, w.events, w.off_at,
       case when w.paused_until > :now then w.paused_until end as paused_until,
       (select count(*) from webhook_message m where m.webhook_id = w.id and m.state = 'waiting') as waiting,
       (select count(*) from webhook_message m where m.webhook_id = w.id and m.state = 'failed') as failed,
       (select min(m.occurred_at) from webhook_message m where m.webhook_id = w.id and m.state = 'waiting') as oldest_waiting_at
  from webhook w
 where w.present and w.application_code :in(applications)
 order by w.id
