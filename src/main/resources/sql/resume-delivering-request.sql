update start_request set state = 'delivering', reason = null where request_uuid = :request_uuid and state = 'held'
