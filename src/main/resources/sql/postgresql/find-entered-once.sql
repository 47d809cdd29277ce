select cast(person_hash as varchar) from entered_once where journey_id = :journey_id and person_hash = any(cast(:person_hashes as uuid[]))
