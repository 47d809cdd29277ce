insert into erasure (id, application_code, token_hint, person_hash, person, asked_at, leased_until)
values (:id, :application_code, :token_hint, :person_hash, :person, :now, :ahead(lease))
