update start_request set state = 'failed', reason = :reason, finished_at = :now where request_uuid = :request_uuid and state <> 'cancelled'
