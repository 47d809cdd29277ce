-- Webhooks first, of which there are few: each has its messages by their time in an index.
delete from webhook_message
 where id in (select m.id
                from webhook w
               cross join webhook_message m
               where m.webhook_id = w.id and m.occurred_at < :ago(keep) and (m.state <> 'waiting' or not w.present or w.off_at is not null)
               limit 500)
