select name, id, type from tag where application_code = :application_code order by id
