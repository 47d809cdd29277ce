select granted_at, current_timestamp as now from permit where journey_id = ? and entry_point_id = ? for update
