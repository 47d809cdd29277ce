update start_request
   set requested = requested + ?, entered = entered + ?, duplicate = duplicate + ?, unknown_ids = unknown_ids + ?,
       already_entered = already_entered + ?,
       chunks_done = chunks_done + 1,
       chunks = coalesce(cast(? as integer), chunks),
       state = case when chunks_done + 1 = coalesce(cast(? as integer), chunks) then 'done'
                    when state = 'failed' then 'failed'
                    else 'processing' end,
       reason = case when chunks_done + 1 = coalesce(cast(? as integer), chunks) then null
                     when state = 'failed' then reason end,
       finished_at = case when chunks_done + 1 = coalesce(cast(? as integer), chunks) then current_timestamp
                          else finished_at end
 where request_uuid = ?
