insert into permit (journey_id, entry_point_id, granted_at)
select s.journey_id, s.entry_point_id, timestamp with time zone '1970-01-01 00:00:00+00'
  from (select cast(? as varchar) as journey_id, cast(? as varchar) as entry_point_id) s
 where not exists (select 1 from permit p where p.journey_id = s.journey_id and p.entry_point_id = s.entry_point_id)
