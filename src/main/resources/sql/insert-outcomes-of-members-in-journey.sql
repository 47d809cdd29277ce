insert into outcome (request_uuid, submitted_id, outcome)
select m.request_uuid, m.user_id, 'already_entered'
  from audience_member m
 where m.request_uuid = :request_uuid and m.member between :first and :last
   and exists (select 1 from entry e where e.user_id = m.user_id and e.journey_id = :journey_id)
