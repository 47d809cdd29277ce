update erasure set receipt = :receipt, leased_until = :ahead(lease) where id = :id and finished_at is null
