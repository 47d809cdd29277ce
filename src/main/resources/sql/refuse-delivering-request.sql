update start_request set state = 'failed', reason = :reason, rejected = rejected + :rejected, finished_at = :now
 where request_uuid = :request_uuid
