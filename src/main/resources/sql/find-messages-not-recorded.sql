-- Of a request: those that wait, are held or are in the outbox, and whose people are not recorded yet.
select m.chunk, m.message
  from (select chunk, message from waiting_message where request_uuid = :request_uuid
        union all
        select chunk, message from held_chunk where request_uuid = :request_uuid
        union all
        select chunk, message from outbox where request_uuid = :request_uuid and chunk is not null) m
 where not exists (select 1 from chunk c where c.request_uuid = :request_uuid and c.chunk = m.chunk)
