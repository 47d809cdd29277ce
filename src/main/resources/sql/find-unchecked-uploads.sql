select u.request_uuid, u.journey_id, u.name,
       f.request_uuid is not null as claimed, f.traceparent
  from upload u
  left join start_file f on f.request_uuid = u.request_uuid
 where u.received_at <= :ago(settled)
   and not exists (select 1 from start_request r where r.request_uuid = u.request_uuid)
 order by u.received_at
 limit :limit
