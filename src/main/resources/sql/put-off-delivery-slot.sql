update delivery_slot set owner = null, delivery_uuid = null, free_at = :free_at
 where destination = :destination and journey_id = :journey_id and entry_point_id = :entry_point_id and owner = :owner
