select j.id, j.application_code, a.unknown_ids, case when j.held_at is null then j.state else 'held' end as state, j.destination,
       p.id as entry_point_id, p.deactivated, p.re_entry, p.attributes, p.limit_millis
  from journey j
  join application a on a.code = j.application_code
  left join entry_point p on p.journey_id = j.id
 where j.id = :journey_id
 order by p.id
