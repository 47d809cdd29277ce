select s.destination, s.journey_id, s.entry_point_id
  from delivery_slot s
 where s.owner is null and s.waiting > 0 and s.free_at <= :now
   and not s.destination :in(blocked)
 order by s.free_at
 limit :limit
