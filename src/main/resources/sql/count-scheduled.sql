select count(*) as requests, min(start_at) as first
  from scheduled_request
 where journey_id = :journey_id and entry_point_id = :entry_point_id
