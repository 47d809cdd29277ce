delete from webhook_message
 where id in (select m.id from webhook_message m
                left join webhook w on w.id = m.webhook_id and w.present and w.off_at is null
               where m.occurred_at < :ago(keep) and (m.state <> 'waiting' or w.id is null)
               limit 500)
