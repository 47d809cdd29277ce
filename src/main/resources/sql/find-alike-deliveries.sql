select d.delivery_uuid, d.request_uuid, d.ids, d.bytes
  from delivery d
 where d.journey_id = :journey_id and d.entry_point_id = :entry_point_id and d.attributes_key = :attributes_key and d.joinable
   and d.destination = :destination and d.state = 'waiting' and d.request_uuid <> :request_uuid and d.ids <= :room
 order by d.delivery_uuid
 limit :limit
