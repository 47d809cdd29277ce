insert into delivery (delivery_uuid, request_uuid, destination, journey_id, entry_point_id, application_code, selector, filter,
                      attribute_values, attributes_key, state, ids, bytes, not_before, created_at)
values (:delivery_uuid, :request_uuid, :destination, :journey_id, :entry_point_id, :application_code, :selector, :filter,
        :attribute_values, :attributes_key, 'waiting', :ids, :bytes, :now, :now)
