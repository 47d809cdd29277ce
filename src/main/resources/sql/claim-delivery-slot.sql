update delivery_slot set owner = :owner, turn = turn + 1
 where destination = :destination and journey_id = :journey_id and entry_point_id = :entry_point_id
   and owner is null and waiting > 0 and free_at <= :now
   and not exists (select 1 from destination d
                    where d.name = delivery_slot.destination and (d.stopped_at is not null or not d.present))
