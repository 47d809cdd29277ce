select w.request_uuid, w.journey_id, w.entry_point_id, w.coalescing_key, w.shares_slot
  from (select journey_id, entry_point_id, min(position) as position
          from waiting_request
         group by journey_id, entry_point_id) h
  join waiting_request w on w.position = h.position
  join permit p on p.journey_id = w.journey_id and p.entry_point_id = w.entry_point_id
  left join entry_point e on e.journey_id = w.journey_id and e.id = w.entry_point_id
 where p.granted_at <= :now - coalesce(e.limit_millis, cast(:period as bigint)) * interval '0.001' second
 order by w.position
 limit :limit
