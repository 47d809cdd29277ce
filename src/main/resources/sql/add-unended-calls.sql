update delivery_request set unended = unended + :calls where request_uuid = :request_uuid
