update start_request
   set requested = requested + ?, entered = entered + ?, duplicate = duplicate + ?, unknown_ids = unknown_ids + ?,
       already_entered = already_entered + ?,
       chunks_done = chunks_done + 1,
       chunks = coalesce(cast(? as integer), chunks),
       state = case when state = 'failed' then 'failed' else 'processing' end,
       reason = case when state = 'failed' then reason end
 where request_uuid = ?
