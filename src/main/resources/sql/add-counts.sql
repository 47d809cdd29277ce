update start_request
   set requested = requested + :requested, entered = entered + :entered, duplicate = duplicate + :duplicate,
       unknown_ids = unknown_ids + :unknown, already_entered = already_entered + :already_entered,
       chunks_done = chunks_done + 1,
       chunks = coalesce(cast(:chunks as integer), chunks),
       state = case when chunks_done + 1 = coalesce(cast(:chunks as integer), chunks) then 'done'
                    when state = 'failed' then 'failed'
                    else 'processing' end,
       reason = case when chunks_done + 1 = coalesce(cast(:chunks as integer), chunks) then null
                     when state = 'failed' then reason end,
       finished_at = case when chunks_done + 1 = coalesce(cast(:chunks as integer), chunks) then :now
                          else finished_at end
 where request_uuid = :request_uuid and state <> 'cancelled'
