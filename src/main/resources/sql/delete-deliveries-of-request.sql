delete from delivery where request_uuid = :request_uuid and not settled
