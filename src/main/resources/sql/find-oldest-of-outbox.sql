select (select o.request_uuid from outbox o
         where o.owner = p.owner and o.request_uuid is not null
         order by o.position limit 1) as request_uuid
  from gateway_process p
