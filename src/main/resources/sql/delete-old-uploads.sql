delete from upload
 where received_at <= :ago(keep)
   and exists (select 1 from start_request r where r.request_uuid = upload.request_uuid)
