select d.delivery_uuid
  from delivery d
 where d.destination :in(destinations) and d.state = :state and d.application_code :in(applications)
   and (:any_journey or d.journey_id = :journey_id)
   and (:any_request or exists (select 1 from delivery_share s where s.delivery_uuid = d.delivery_uuid and s.request_uuid = :request_uuid))
   and d.delivery_uuid > :after
 order by d.delivery_uuid
 limit :limit
