insert into forgotten_person (person_hash, forgotten_at) values (:person_hash, :now)
on conflict (person_hash) do update set forgotten_at = excluded.forgotten_at
