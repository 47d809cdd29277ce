select id, submitted_id, outcome, reason
  from outcome
 where request_uuid = :request_uuid and id > :behind
 order by request_uuid, id
 limit :limit
