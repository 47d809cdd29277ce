update erasure set receipt = :receipt, finished_at = :now, leased_until = null where id = :id and finished_at is null
