select delivery_uuid, request_uuid, destination, journey_id, entry_point_id, application_code, selector, filter, attribute_values,
       attributes_key, state, ids, bytes, settled, attempts
  from delivery
 where delivery_uuid = :delivery_uuid
   for update
