select s.number, s.ids, d.delivery_uuid, d.destination, d.state, d.attempts, d.created_at, d.sent_at, d.ended_at, d.remote_request_uuid,
       d.message
  from delivery_share s
  join delivery d on d.delivery_uuid = s.delivery_uuid
 where s.request_uuid = :request_uuid and s.number > :after
 order by s.number
 limit :limit
