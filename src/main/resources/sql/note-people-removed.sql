update start_request set people_removed = :yes where request_uuid = :request_uuid
