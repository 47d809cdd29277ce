update start_request
   set requested = requested + ?, entered = entered + ?, duplicate = duplicate + ?, unknown_ids = unknown_ids + ?,
       already_entered = already_entered + ?,
       chunks_done = 1, chunks = 1, state = 'done', reason = null, finished_at = current_timestamp
 where request_uuid = ?
