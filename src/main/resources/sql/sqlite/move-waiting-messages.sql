insert into outbox (owner, position, request_uuid, chunk, chunks, message)
select :owner, :first + row_number() over (order by chunk) - 1, request_uuid, chunk, case when last_chunk then chunk end, message
  from waiting_message
 where request_uuid = :request_uuid
