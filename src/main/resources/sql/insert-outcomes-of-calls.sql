insert into outcome (request_uuid, submitted_id, outcome, reason, line)
select p.request_uuid, p.submitted_id, 'rejected', :reason, p.line
  from delivery d
  join delivery_person p on p.delivery_uuid = d.delivery_uuid
 where d.request_uuid = :request_uuid and not d.settled
