select d.remote_request_uuid
  from delivery_share s
  join delivery d on d.delivery_uuid = s.delivery_uuid
 where s.request_uuid = :request_uuid and d.remote_request_uuid is not null
 order by s.number
 limit :limit
