insert into chunk (request_uuid, chunk) values (:request_uuid, :chunk) on conflict do nothing
