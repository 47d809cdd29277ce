select p.granted_at, :now as now, r.state is null or r.state <> 'accepted' or p.granted_at <= :ago(settled) as settled
  from permit p
  left join start_request r on r.request_uuid = p.request_uuid
 where p.journey_id = :journey_id and p.entry_point_id = :entry_point_id
