update delivery set state = 'cancelled', joinable = :no, ended_at = :now
 where request_uuid = :request_uuid and not settled and state in ('waiting', 'held')
