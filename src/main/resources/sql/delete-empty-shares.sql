delete from delivery_share
 where request_uuid = :request_uuid and ids = 0
   and not exists (select 1 from delivery d where d.delivery_uuid = delivery_share.delivery_uuid)
