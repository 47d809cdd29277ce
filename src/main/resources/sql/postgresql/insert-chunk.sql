insert into chunk (request_uuid, chunk)
select u.request_uuid, u.chunk
  from (values (cast(:request_uuid as uuid), cast(:chunk as integer))) as u(request_uuid, chunk)
 where (select c.chunk from chunk c where c.request_uuid = u.request_uuid and c.chunk = u.chunk) is null
