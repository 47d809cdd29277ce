update delivery_request
   set ready = :yes,
       calls = (select count(*) from delivery d where d.request_uuid = delivery_request.request_uuid),
       waiting = (select count(*) from delivery d where d.request_uuid = delivery_request.request_uuid),
       unended = (select count(*) from delivery d where d.request_uuid = delivery_request.request_uuid)
 where request_uuid = :request_uuid
