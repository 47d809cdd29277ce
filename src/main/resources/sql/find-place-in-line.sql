select w.journey_id, w.entry_point_id, p.granted_at, :now as now,
       (select count(*)
          from waiting_request before
         where before.journey_id = w.journey_id and before.entry_point_id = w.entry_point_id
           and before.position < w.position) as ahead
  from waiting_request w
  join permit p on p.journey_id = w.journey_id and p.entry_point_id = w.entry_point_id
 where w.request_uuid = :request_uuid
