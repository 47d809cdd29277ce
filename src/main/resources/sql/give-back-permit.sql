update permit
   set request_uuid = null, granted_at = timestamp with time zone '1970-01-01 00:00:00+00'
 where journey_id = ? and entry_point_id = ? and request_uuid = ?
