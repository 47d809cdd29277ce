select coalesce(sum(ids), 0) from delivery where request_uuid = :request_uuid and not settled
