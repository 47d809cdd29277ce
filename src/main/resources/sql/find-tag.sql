select id, type from tag where application_code = :application_code and name = :name
