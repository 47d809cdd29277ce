select s.destination, s.journey_id, s.entry_point_id, s.owner, s.delivery_uuid
  from delivery_slot s
 where s.owner is not null
   and not exists (select 1 from gateway_process p where p.owner = s.owner and p.leased_until > :now)
