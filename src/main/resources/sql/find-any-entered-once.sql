select 1 from entered_once where journey_id = :journey_id limit 1
