update start_request set state = 'done', reason = null, finished_at = current_timestamp
 where request_uuid = ? and chunks_done = chunks
