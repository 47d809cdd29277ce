update start_request set state = 'failed', reason = ?, finished_at = current_timestamp
 where request_uuid = ? and state in ('accepted', 'processing')
