insert into application (code, name, unknown_ids) values (:code, :name, :unknown_ids)
on conflict (code) do update set name = excluded.name, unknown_ids = excluded.unknown_ids
