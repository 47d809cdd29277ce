select s.delivery_uuid, s.ids, d.attempts, d.request_uuid as leader,
       (select count(*) from delivery_share o where o.delivery_uuid = s.delivery_uuid) as shares
  from delivery_share s
  join delivery d on d.delivery_uuid = s.delivery_uuid
 where s.request_uuid = :request_uuid and d.settled and d.state in ('waiting', 'held')
