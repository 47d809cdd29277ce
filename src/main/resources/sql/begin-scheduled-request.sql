update start_request set state = 'accepted', expected_at = :expected_at
 where request_uuid = :request_uuid and state = 'scheduled'
