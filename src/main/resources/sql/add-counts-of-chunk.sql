update start_request
   set duplicate = duplicate + :duplicate, unknown_ids = unknown_ids + :unknown, already_entered = already_entered + :already_entered,
       chunks_done = chunks_done + 1,
       chunks = coalesce(cast(:chunks as integer), chunks),
       reason = case when chunks_done + 1 = coalesce(cast(:chunks as integer), chunks) then null else reason end,
       state = case when chunks_done + 1 = coalesce(cast(:chunks as integer), chunks) then 'delivering'
                    when state = 'failed' then 'failed'
                    else 'processing' end
 where request_uuid = :request_uuid and state <> 'cancelled'
