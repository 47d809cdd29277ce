select count(*) from waiting_request where journey_id = ? and entry_point_id = ? and granted_at is null
