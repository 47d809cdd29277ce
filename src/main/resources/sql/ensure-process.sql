insert into gateway_process (owner, leased_until) values (:owner, :never) on conflict (owner) do nothing
