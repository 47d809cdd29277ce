select distinct destination from journey where application_code :in(applications)
