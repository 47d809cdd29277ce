select delivery_uuid, ids, bytes
  from delivery
 where request_uuid = :request_uuid and attributes_key = :attributes_key and not settled
 order by delivery_uuid desc
 limit 1
