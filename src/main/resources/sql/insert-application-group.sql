insert into application_group (code, application_code) values (:code, :application_code)
