update start_request
   set state = 'held',
       reason = case when exists (select 1 from journey j where j.id = start_request.journey_id and j.held_at is not null)
                     then 'an operator holds the journey'
                     else 'the journey is not running' end
 where request_uuid = :request_uuid
