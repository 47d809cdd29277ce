select h.request_uuid, h.chunk, length(h.message) as characters,
       (select r.traceparent from start_request r where r.request_uuid = h.request_uuid) as traceparent
  from held_chunk h
  join journey j on j.id = h.journey_id
 where j.state = 'running' and j.held_at is null and (h.request_uuid, h.chunk) > (:after_request, :after_chunk)
 order by h.request_uuid, h.chunk
 limit :limit
