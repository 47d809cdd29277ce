insert into activity (step, at, application_code, door, kind, reason, journey_id, happened)
select json_extract(c.value, '$.step'), json_extract(c.value, '$.at'), json_extract(c.value, '$.application_code'),
       json_extract(c.value, '$.door'), json_extract(c.value, '$.kind'), json_extract(c.value, '$.reason'),
       json_extract(c.value, '$.journey_id'), json_extract(c.value, '$.happened')
  from json_each(:counts) c
 where true
    on conflict (step, at, application_code, door, kind, reason, journey_id)
    do update set happened = activity.happened + excluded.happened
