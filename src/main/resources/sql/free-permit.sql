update permit set request_uuid = null, granted_at = :never
 where journey_id = :journey_id and entry_point_id = :entry_point_id and request_uuid = :request_uuid
