select waiting, free_at, failures, :now as now
  from delivery_slot
 where destination = :destination and journey_id = :journey_id and entry_point_id = :entry_point_id
