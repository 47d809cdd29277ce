update delivery set state = 'cancelled', joinable = :no, ended_at = :now
 where delivery_uuid = :delivery_uuid and not settled and state in ('waiting', 'held') and ids = 1
