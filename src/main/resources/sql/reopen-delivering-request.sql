update start_request set state = 'delivering', reason = null, finished_at = null
 where request_uuid = :request_uuid and state in ('done', 'held')
