update gateway_process set leased_until = :ahead(lease)
 where heir = :heir and exists (select 1 from outbox o where o.owner = gateway_process.owner)
