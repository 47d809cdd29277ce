-- The grant itself decides whether a slot is free; days as numbers are exact enough for who may ask.
select w.request_uuid, w.journey_id, w.entry_point_id, w.coalescing_key, w.shares_slot
  from (select journey_id, entry_point_id, min(position) as position
          from waiting_request
         group by journey_id, entry_point_id) h
  join waiting_request w on w.position = h.position
  join permit p on p.journey_id = w.journey_id and p.entry_point_id = w.entry_point_id
  left join entry_point e on e.journey_id = w.journey_id and e.id = w.entry_point_id
 where julianday(p.granted_at) + coalesce(e.limit_millis, :period) / 86400000.0 <= julianday(:now)
 order by w.position
 limit :limit
