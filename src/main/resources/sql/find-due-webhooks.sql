select w.id, w.url, w.secrets
  from webhook w
 where w.present and w.off_at is null and (w.paused_until is null or w.paused_until <= :now)
   and exists (select 1 from webhook_message m where m.webhook_id = w.id and m.state = 'waiting' and m.next_at <= :now)
