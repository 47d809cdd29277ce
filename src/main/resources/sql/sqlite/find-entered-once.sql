select person_hash from entered_once where journey_id = :journey_id and person_hash in (select value from json_each(:person_hashes))
