select id, application_code, token_hint, person_hash, person, asked_at, finished_at, receipt
  from erasure
 where finished_at is null and leased_until < :now
 order by asked_at
 limit 10
