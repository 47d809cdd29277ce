select request_uuid, start_at, journey_id, entry_point_id, coalescing_key, shares_slot
  from scheduled_request
 where start_at <= :now
 order by start_at, request_uuid
 limit :limit
