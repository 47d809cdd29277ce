insert into destination (name, type, settings, present) values (:name, :type, :settings, :yes)
on conflict (name) do update set type = excluded.type, settings = excluded.settings, present = excluded.present
