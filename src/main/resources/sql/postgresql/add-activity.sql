-- In the order of the key, so that two processes never wait for each other.
insert into activity (step, at, application_code, door, kind, reason, journey_id, happened)
select c.step, c.at, c.application_code, c.door, c.kind, c.reason, c.journey_id, c.happened
  from json_to_recordset(cast(:counts as json))
       as c(step varchar, at timestamp with time zone, application_code varchar, door varchar, kind varchar, reason varchar,
            journey_id varchar, happened bigint)
 order by c.step, c.at, c.application_code, c.door, c.kind, c.reason, c.journey_id
    on conflict (step, at, application_code, door, kind, reason, journey_id)
    do update set happened = activity.happened + excluded.happened
