select distinct q.destination, q.journey_id
  from entry e
  join delivery_request q on q.request_uuid = e.request_uuid
  join start_request r on r.request_uuid = e.request_uuid
 where e.user_id :in(user_ids) and r.application_code = :application_code
