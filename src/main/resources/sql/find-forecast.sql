select r.destination, r.ready, r.calls, r.waiting, r.unended, s.free_at, :now as now,
       (select coalesce(sum(case when o.waiting < r.waiting then o.waiting else r.waiting end), 0)
          from delivery_request o
         where o.destination = r.destination and o.journey_id = r.journey_id and o.entry_point_id = r.entry_point_id
           and o.waiting > 0) as ahead,
       (select count(*) from delivery_share h
          join delivery d on d.delivery_uuid = h.delivery_uuid and d.state = 'unknown'
         where h.request_uuid = r.request_uuid) as unknown_calls
  from delivery_request r
  left join delivery_slot s
    on s.destination = r.destination and s.journey_id = r.journey_id and s.entry_point_id = r.entry_point_id
 where r.request_uuid = :request_uuid
