delete from gateway_process
 where leased_until < :ago(lease)
   and not exists (select 1 from outbox o where o.owner = gateway_process.owner)
   and not exists (select 1 from start_file f where f.owner = gateway_process.owner)
