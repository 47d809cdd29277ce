select coalesce(sum(ids), 0) as ids, count(*) as calls
  from delivery
 where request_uuid = :request_uuid and not settled and state in ('waiting', 'held')
