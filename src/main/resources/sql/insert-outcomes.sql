insert into outcome (request_uuid, submitted_id, outcome)
select ?, u.submitted_id, u.outcome
  from unnest(cast(? as varchar array), cast(? as varchar array)) as u(submitted_id, outcome)
