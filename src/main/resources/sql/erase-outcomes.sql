delete from outcome
 where submitted_id :in(ids)
   and exists (select 1 from start_request r
                where r.request_uuid = outcome.request_uuid and r.application_code = :application_code
                  and (outcome.submitted_id = :id or r.selector <> 'users'))
