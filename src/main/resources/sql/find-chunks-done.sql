select chunks_done from start_request where request_uuid = :request_uuid and state <> 'cancelled'
