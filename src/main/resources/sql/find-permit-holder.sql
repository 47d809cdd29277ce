select p.granted_at, current_timestamp as now, r.enqueued_at is not null or r.state <> 'accepted' as enqueued
  from permit p
  left join start_request r on r.request_uuid = p.request_uuid
 where p.journey_id = ? and p.entry_point_id = ?
