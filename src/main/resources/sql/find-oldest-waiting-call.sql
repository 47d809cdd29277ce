-- Calls of a request are made up in their order: its first that waits is its oldest, however many wait after it.
select min((select d.created_at
              from delivery d
             where d.request_uuid = r.request_uuid and d.state in ('waiting', 'held')
             order by d.delivery_uuid
             limit 1)) as created_at,
       :now as now
  from delivery_request r
 where r.waiting > 0 and r.destination = :destination
