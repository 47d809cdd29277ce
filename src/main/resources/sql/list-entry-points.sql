select p.journey_id, p.id, p.deactivated, p.re_entry, p.attributes, m.granted_at,
       (select count(*) from waiting_request w where w.journey_id = p.journey_id and w.entry_point_id = p.id) as waiting
  from entry_point p
  left join permit m on m.journey_id = p.journey_id and m.entry_point_id = p.id
 where p.journey_id :in(journeys)
 order by p.journey_id, p.id
