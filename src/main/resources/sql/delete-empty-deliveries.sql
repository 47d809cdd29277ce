delete from delivery where request_uuid = :request_uuid and not settled and ids = 0 and filter is null
