delete from entered_once where person_hash = any(cast(:person_hashes as uuid[]))
