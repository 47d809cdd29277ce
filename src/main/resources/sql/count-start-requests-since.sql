select count(*) from start_request where state = :state and request_uuid >= :since
