insert into outbox (owner, position, request_uuid, chunk, chunks, message)
select cast(:owner as uuid), cast(:position as bigint), request_uuid, chunk, chunks, message from held_chunk where request_uuid = :request_uuid and chunk = :chunk
