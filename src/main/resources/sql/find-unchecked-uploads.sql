select u.request_uuid, u.journey_id, u.name,
       exists (select 1 from start_file f where f.request_uuid = u.request_uuid) as claimed
  from upload u
 where u.received_at <= :ago(settled)
   and not exists (select 1 from start_request r where r.request_uuid = u.request_uuid)
 order by u.received_at
 limit :limit
