select min(d.not_before) as not_before
  from delivery_request r
  join delivery d on d.request_uuid = r.request_uuid and d.state in ('waiting', 'held')
 where r.destination = :destination and r.journey_id = :journey_id and r.entry_point_id = :entry_point_id and r.waiting > 0
