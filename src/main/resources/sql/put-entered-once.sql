insert into entered_once (journey_id, person_hash) values (:journey_id, :person_hash)
on conflict (journey_id, person_hash) do nothing
