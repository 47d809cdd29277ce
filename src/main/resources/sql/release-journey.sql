update journey set held_at = null where id = :journey_id and held_at is not null
