update entry set attribute_values = ?, chunk = ? where request_uuid = ? and user_id = ? and chunk > ?
