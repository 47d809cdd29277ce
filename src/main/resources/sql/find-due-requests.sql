select s.request_uuid, s.start_at, s.journey_id, s.entry_point_id, s.coalescing_key, s.shares_slot, r.traceparent
  from scheduled_request s
  join start_request r on r.request_uuid = s.request_uuid
 where s.start_at <= :now
 order by s.start_at, s.request_uuid
 limit :limit
