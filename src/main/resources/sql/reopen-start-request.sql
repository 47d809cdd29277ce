update start_request
   set state = case when chunks_done = 0 then 'accepted' else 'processing' end, reason = null, finished_at = null
 where request_uuid = :request_uuid and state = 'failed'
