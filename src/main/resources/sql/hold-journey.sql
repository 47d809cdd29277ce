update journey set held_at = :now where id = :journey_id and held_at is null
