delete from audit where id in (select a.id from audit a where a.id < :before order by a.id limit :limit)
