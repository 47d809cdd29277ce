insert into outcome (request_uuid, submitted_id, outcome, line)
select :request_uuid, :id, 'cancelled', cast(:line as integer)
 where not exists (select 1 from outcome where request_uuid = :request_uuid and submitted_id = :id and outcome = 'cancelled')
