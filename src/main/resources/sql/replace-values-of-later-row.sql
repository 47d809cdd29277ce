update entry set attribute_values = ?, chunk = ? where journey_id = ? and request_uuid = ? and user_id = ? and chunk > ?
