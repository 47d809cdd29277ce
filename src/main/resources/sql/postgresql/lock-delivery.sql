select delivery_uuid, request_uuid, destination, journey_id, entry_point_id, application_code, selector, filter, attribute_values,
       attributes_key, state, ids, bytes, settled, attempts,
       (select r.traceparent from start_request r where r.request_uuid = delivery.request_uuid) as traceparent
  from delivery
 where delivery_uuid = :delivery_uuid
   for update
