update start_request set state = 'held', reason = :reason where request_uuid = :request_uuid and state in ('delivering', 'held')
