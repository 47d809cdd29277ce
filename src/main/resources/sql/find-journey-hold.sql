select held_at from journey where id = :journey_id
