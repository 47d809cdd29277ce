update delivery_slot set delivery_uuid = :delivery_uuid, waiting = waiting - :calls
 where destination = :destination and journey_id = :journey_id and entry_point_id = :entry_point_id
