update delivery set ids = ids - 1 where delivery_uuid = :delivery_uuid and not settled and state in ('waiting', 'held') and ids > 1
