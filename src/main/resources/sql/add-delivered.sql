update start_request set entered = entered + :entered, rejected = rejected + :rejected where request_uuid = :request_uuid
