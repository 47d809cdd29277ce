update destination set stopped_at = null, stopped_because = null, stopped_with = null where name = :name
