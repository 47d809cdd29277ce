insert into gateway_process (owner, leased_until) values (:owner, :ahead(lease))
on conflict (owner) do update set leased_until = excluded.leased_until
