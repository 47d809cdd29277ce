update destination
   set stopped_at = coalesce(stopped_at, :now), stopped_because = :reason, stopped_with = null
 where (stopped_at is null or stopped_with is not null)
   and (:any
        or exists (select 1 from delivery d where d.destination = destination.name and d.state in ('waiting', 'sending', 'held', 'unknown'))
        or exists (select 1 from journey j join start_request r on r.journey_id = j.id
                    where j.destination = destination.name and r.state not in ('done', 'failed', 'cancelled'))
        or exists (select 1 from journey j join start_file f on f.journey_id = j.id where j.destination = destination.name))
