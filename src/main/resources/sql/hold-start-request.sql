update start_request set state = 'held', reason = 'the journey is not running' where request_uuid = :request_uuid
