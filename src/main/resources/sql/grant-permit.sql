update permit
   set request_uuid = ?, granted_at = current_timestamp
 where journey_id = ? and entry_point_id = ?
   and granted_at <= current_timestamp - cast(? as bigint) * interval '0.001' second
