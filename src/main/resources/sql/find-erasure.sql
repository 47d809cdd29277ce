select id, application_code, token_hint, person_hash, person, asked_at, finished_at, receipt from erasure where id = :id
