select m.request_uuid, m.id, m.message
  from dead_letter m
 where m.application_code = :application_code and exists (select 1 from json_each(:needles) n where instr(m.message, n.value) > 0)
