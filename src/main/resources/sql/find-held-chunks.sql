select h.chunk, h.chunks, h.message
  from held_chunk h
  join journey j on j.id = h.journey_id
 where j.state = 'running'
 order by h.request_uuid, h.chunk
 limit ?
