select count(*)
  from device d
 where d.application_code = :application_code and d.user_id :in(ids)
