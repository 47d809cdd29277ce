select id, request_uuid, application_code, journey_id, chunk, chunks, cause, failed_at, sent_back, properties, message
  from dead_letter
 where id = :id
