update start_request set state = 'done', reason = null, finished_at = :now
 where request_uuid = :request_uuid and state in ('delivering', 'held')
