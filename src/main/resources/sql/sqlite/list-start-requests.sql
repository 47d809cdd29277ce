-- The newest of each application and door, of which there are few, each found at the end of its stretch of one index. The cross join
-- and the one bound keep to that: the primary key has the order of the rest, and would be walked past all rows of other doors.
with recursive asked (application_code) as (
  select value from json_each(:applications)
), doors (application_code, door) as (
  select a.application_code, (select min(r.door) from start_request r where r.application_code = a.application_code)
    from asked a
  union all
  select d.application_code,
         (select min(r.door) from start_request r where r.application_code = d.application_code and r.door > d.door)
    from doors d
   where d.door is not null
)
select r.request_uuid, r.door, r.journey_id, r.entry_point_id, r.application_code, r.selector, r.state, r.reason, r.file, r.accepted_at,
       r.finished_at, r.expected_at, r.started_at, r.requested, r.entered, r.duplicate, r.unknown_ids, r.already_entered, r.rejected, r.cancelled, r.start_at, r.traceparent
  from doors d
 cross join start_request r
    on r.application_code = d.application_code and r.door = d.door and r.request_uuid < :after
   and r.request_uuid >= max(:from, coalesce((select n.request_uuid
                                                from start_request n
                                               where n.application_code = d.application_code and n.door = d.door
                                                 and n.request_uuid < :after
                                               order by n.request_uuid desc
                                               limit 1 offset :limit - 1), ''))
 where (:any_door or d.door = :door)
 order by r.request_uuid desc
 limit :limit
