update waiting_request set granted_at = current_timestamp
 where journey_id = ? and entry_point_id = ? and granted_at is null and shares_slot and likeness = ?
