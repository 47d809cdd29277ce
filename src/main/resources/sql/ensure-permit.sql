insert into permit (journey_id, entry_point_id, granted_at) values (:journey_id, :entry_point_id, :never)
on conflict (journey_id, entry_point_id) do nothing
