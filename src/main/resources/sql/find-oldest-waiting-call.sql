select min(d.created_at) as created_at, :now as now
  from delivery_request r
  join delivery d on d.request_uuid = r.request_uuid and d.state in ('waiting', 'held')
 where r.waiting > 0 and r.destination = :destination
