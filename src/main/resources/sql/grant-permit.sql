insert into permit as p (journey_id, entry_point_id, request_uuid, granted_at)
values (:journey_id, :entry_point_id, :request_uuid, :now)
on conflict (journey_id, entry_point_id) do update
   set request_uuid = excluded.request_uuid, granted_at = excluded.granted_at
 where p.granted_at <= :ago(period)
