select request_uuid, journey_id, application_code, traceparent
  from start_request
 where people_removed = :no and finished_at < :ago(keep) and state in ('done', 'failed', 'cancelled')
   and not exists (select 1 from dead_letter d where d.request_uuid = start_request.request_uuid)
 order by finished_at
 limit :limit
