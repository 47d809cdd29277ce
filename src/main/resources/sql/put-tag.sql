insert into tag (application_code, name, type) values (:application_code, :name, :type)
on conflict (application_code, name) do update set type = excluded.type
