select cast(person_hash as varchar) from forgotten_person where forgotten_at >= :accepted_at and person_hash = any(cast(:person_hashes as uuid[]))
