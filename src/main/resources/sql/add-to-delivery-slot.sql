insert into delivery_slot as s (destination, journey_id, entry_point_id, waiting, free_at)
values (:destination, :journey_id, :entry_point_id, :calls, :now)
on conflict (destination, journey_id, entry_point_id) do update set waiting = s.waiting + excluded.waiting
