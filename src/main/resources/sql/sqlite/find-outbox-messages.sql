select o.position, o.request_uuid, o.chunk, o.chunks, o.properties, o.message, r.journey_id, r.entry_point_id, r.application_code, r.door, r.traceparent
  from outbox o
  left join start_request r on r.request_uuid = o.request_uuid
 where o.position in (select value from json_each(:positions)) and o.owner = :owner
 order by o.position
