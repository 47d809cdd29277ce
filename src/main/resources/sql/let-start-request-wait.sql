update start_request set expected_at = ?, file = ?, rejected = ? where request_uuid = ?
