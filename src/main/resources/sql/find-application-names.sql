select code, name from application where code :in(applications) order by code
