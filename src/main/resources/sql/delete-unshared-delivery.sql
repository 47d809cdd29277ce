delete from delivery
 where delivery_uuid = :delivery_uuid
   and not exists (select 1 from delivery_share s where s.delivery_uuid = delivery.delivery_uuid)
