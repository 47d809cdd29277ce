-- Of requests that wait or are held, and of what the outbox begins with.
select m.request_uuid, m.place
  from (select request_uuid, message, 'waiting' as place from waiting_message where request_uuid in (select value from json_each(:request_uuids))
        union all
        select request_uuid, message, 'held' from held_chunk where request_uuid in (select value from json_each(:request_uuids))
        union all
        select request_uuid, message, 'queued' from (select request_uuid, message from outbox limit 100) o
         where request_uuid in (select value from json_each(:request_uuids))) m
 where instr(m.message, :as_user) > 0 or instr(m.message, :as_hwid) > 0 or instr(m.message, :as_folded_hwid) > 0
