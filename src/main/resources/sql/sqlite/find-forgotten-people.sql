select person_hash from forgotten_person where forgotten_at >= :accepted_at and person_hash in (select value from json_each(:person_hashes))
