select count(*)
  from (select 1 from dead_letter
         where application_code :in(applications) or application_code is null and :everything
         limit :most) c
