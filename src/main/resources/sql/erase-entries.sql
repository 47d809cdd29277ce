delete from entry
 where user_id :in(user_ids)
   and exists (select 1 from start_request r
                where r.request_uuid = entry.request_uuid and r.application_code = :application_code
                  and (entry.user_id = :id or r.selector <> 'users'))
