select id, request_uuid, application_code, journey_id, chunk, chunks, cause, failed_at, sent_back, properties, message
  from dead_letter
 where (application_code :in(applications) or application_code is null and :everything)
   and id < :after
   and (:any_journey or journey_id = :journey_id) and (:any_request or request_uuid = :request_uuid)
   and (:any_cause or cause like :cause escape '!')
 order by id desc
 limit :limit
