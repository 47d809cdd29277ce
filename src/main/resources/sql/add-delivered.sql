-- What was under way when its request was cancelled counted as cancelled until now.
update start_request
   set entered = entered + :entered, rejected = rejected + :rejected,
       cancelled = case when state = 'cancelled' then cancelled - :entered - :rejected else cancelled end
 where request_uuid = :request_uuid
