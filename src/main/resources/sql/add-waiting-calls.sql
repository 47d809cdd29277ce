update delivery_request set waiting = waiting + :calls where request_uuid = :request_uuid
