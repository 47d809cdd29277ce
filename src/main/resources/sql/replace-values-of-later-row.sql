update entry set attribute_values = :attribute_values, chunk = :chunk, line = :line
 where user_id = :user_id and journey_id = :journey_id and request_uuid = :request_uuid and chunk > :chunk
