select request_uuid from delivery_request where request_uuid = :request_uuid
