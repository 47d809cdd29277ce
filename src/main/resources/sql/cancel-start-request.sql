update start_request
   set state = 'cancelled', reason = :reason, finished_at = :now, expected_at = null,
       requested = :requested, entered = :entered, cancelled = :cancelled
 where request_uuid = :request_uuid
