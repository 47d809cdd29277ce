select request_uuid
  from waiting_request
 where journey_id = :journey_id and entry_point_id = :entry_point_id and shares_slot and coalescing_key = :coalescing_key
 order by position
