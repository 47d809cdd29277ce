delete from outbox where owner = :owner and position = any(cast(:positions as bigint[]))
