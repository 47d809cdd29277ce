update delivery_request
   set ready = :yes,
       calls = (select count(*) from delivery d where d.request_uuid = delivery_request.request_uuid and not d.settled),
       waiting = (select count(*) from delivery d where d.request_uuid = delivery_request.request_uuid and not d.settled),
       unended = (select count(*) from delivery d where d.request_uuid = delivery_request.request_uuid and not d.settled)
 where request_uuid = :request_uuid
