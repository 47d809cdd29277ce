select distinct o.owner
  from outbox o
 where not exists (select 1 from gateway_process p where p.owner = o.owner and p.leased_until >= :now)
