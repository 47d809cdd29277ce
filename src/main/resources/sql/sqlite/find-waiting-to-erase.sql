select m.request_uuid, m.chunk, m.message
  from waiting_message m
  join start_request r on r.request_uuid = m.request_uuid
 where r.application_code = :application_code and exists (select 1 from json_each(:needles) n where instr(m.message, n.value) > 0)
