select delivery_uuid, request_uuid, application_code, selector, ids, attempts,
       (select r.traceparent from start_request r where r.request_uuid = delivery.request_uuid) as traceparent
  from delivery
 where delivery_uuid = :delivery_uuid
