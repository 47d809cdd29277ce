delete from entered_once where person_hash in (select value from json_each(:person_hashes))
