select r.request_uuid
  from start_request r
 where r.people_removed = :yes and r.finished_at < :ago(keep) and r.state in ('done', 'failed', 'cancelled')
   and not exists (select 1 from dead_letter d where d.request_uuid = r.request_uuid)
   and not exists (select 1 from start_file f where f.request_uuid = r.request_uuid)
 order by r.finished_at
 limit :limit
