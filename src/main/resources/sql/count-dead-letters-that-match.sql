select count(*)
  from dead_letter
 where (application_code :in(applications) or application_code is null and :everything)
   and (:any_journey or journey_id = :journey_id) and (:any_request or request_uuid = :request_uuid)
   and (:any_cause or cause like :cause escape '!')
