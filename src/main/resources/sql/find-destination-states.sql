select d.name, d.type, d.present, d.stopped_at, d.stopped_because, d.last_error, d.last_error_at,
       (select min(s.free_at) from delivery_slot s where s.destination = d.name and s.waiting > 0) as next_call_at,
       (select coalesce(sum(s.waiting), 0) from delivery_slot s where s.destination = d.name) as waiting,
       (select count(*) from delivery c where c.destination = d.name and c.state = 'sending') as sending,
       (select count(*) from delivery c where c.destination = d.name and c.state = 'unknown') as unknown_calls,
       (select count(*) from delivery c where c.destination = d.name and c.state = 'held') as held
  from destination d
 where d.present
 order by d.name
