update start_request
   set rejected = rejected + :rejected, chunks_done = chunks_done + 1, chunks = coalesce(cast(:chunks as integer), chunks)
 where request_uuid = :request_uuid
