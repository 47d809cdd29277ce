update delivery set joinable = :yes where request_uuid = :request_uuid and not settled and ids < :ids_per_call and filter is null
