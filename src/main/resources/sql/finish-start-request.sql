update start_request set state = 'done', reason = null, finished_at = :now
 where request_uuid = :request_uuid and chunks_done = chunks and state <> 'cancelled'
