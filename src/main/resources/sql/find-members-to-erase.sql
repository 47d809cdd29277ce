select m.request_uuid, m.member
  from audience_member m
  join start_request r on r.request_uuid = m.request_uuid
 where m.user_id :in(user_ids) and r.application_code = :application_code
