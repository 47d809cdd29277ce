insert into outcome (request_uuid, submitted_id, outcome, reason, line)
select p.request_uuid, p.submitted_id, 'rejected', :reason, p.line
  from delivery_person p
 where p.delivery_uuid = :delivery_uuid
