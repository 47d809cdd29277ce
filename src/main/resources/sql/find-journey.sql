select j.id as "id", j.application_code as "application_code", a.unknown_ids as "unknown_ids", j.state as "state",
       p.id as "entry_point_id", p.deactivated as "deactivated", p.re_entry as "re_entry", p.attributes as "attributes"
  from journey j
  join application a on a.code = j.application_code
  left join entry_point p on p.journey_id = j.id
 where j.id = :?journey_id
 order by p.id
