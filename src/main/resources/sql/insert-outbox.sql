insert into outbox (owner, position, request_uuid, chunk, chunks, properties, message)
values (:owner, :position, :request_uuid, :chunk, :chunks, :properties, :message)
