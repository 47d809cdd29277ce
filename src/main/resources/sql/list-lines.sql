select w.journey_id, w.entry_point_id, j.title, p.granted_at, :now as now, count(*) as waiting, count(*) over () as lines,
       sum(count(*)) over () as total
  from waiting_request w
  join journey j on j.id = w.journey_id
  left join permit p on p.journey_id = w.journey_id and p.entry_point_id = w.entry_point_id
 where j.application_code :in(applications)
 group by w.journey_id, w.entry_point_id, j.title, p.granted_at
 order by waiting desc, w.journey_id, w.entry_point_id
 limit :limit
