select m.request_uuid, m.id, m.message
  from dead_letter m
 where m.application_code = :application_code and exists (select 1 from unnest(cast(:needles as varchar[])) as n(needle) where strpos(m.message, n.needle) > 0)
