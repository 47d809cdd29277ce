select id from journey where application_code = :application_code
