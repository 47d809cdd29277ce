delete from entry_point where journey_id = :journey_id
