select id, at, token_hint, application_code, action, target_kind, target, counts
  from audit
 where (application_code :in(applications) or application_code is null and :everything)
   and id < :after and (:any_action or action = :action)
 order by id desc
 limit :limit
