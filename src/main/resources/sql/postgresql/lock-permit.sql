select granted_at, :now as now from permit where journey_id = :journey_id and entry_point_id = :entry_point_id for update
