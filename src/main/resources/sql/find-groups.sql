select code, application_code from application_group
