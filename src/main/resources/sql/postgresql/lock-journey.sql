select id from journey where id = :journey_id for update
