delete from webhook_attempt where id in (select id from webhook_attempt where at < :ago(keep) order by at limit 500)
