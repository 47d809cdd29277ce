update delivery_slot set owner = :owner
 where destination = :destination and journey_id = :journey_id and entry_point_id = :entry_point_id and owner = :dead
