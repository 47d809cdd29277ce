update delivery_request set calls = :calls where request_uuid = :request_uuid
