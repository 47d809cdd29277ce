select count(*) from waiting_request where journey_id = :journey_id and entry_point_id = :entry_point_id
