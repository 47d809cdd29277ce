update erasure set leased_until = :ahead(lease) where id = :id and finished_at is null and leased_until < :now
