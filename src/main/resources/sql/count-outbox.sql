select count(*) from (select 1 from outbox limit :most) c
