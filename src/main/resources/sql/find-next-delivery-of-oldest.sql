select (select d.delivery_uuid
          from delivery d
         where d.request_uuid = r.request_uuid and d.state in ('waiting', 'held') and d.not_before <= :now
         order by d.delivery_uuid
         limit 1) as delivery_uuid
  from delivery_request r
 where r.destination = :destination and r.journey_id = :journey_id and r.entry_point_id = :entry_point_id and r.waiting > 0
 order by r.request_uuid
 limit :limit
