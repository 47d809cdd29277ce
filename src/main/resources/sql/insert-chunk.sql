insert into chunk (request_uuid, chunk) values (?, ?)
