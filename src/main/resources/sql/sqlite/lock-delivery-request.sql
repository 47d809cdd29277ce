select calls from delivery_request where request_uuid = :request_uuid
