update destination
   set stopped_at = :now, stopped_because = :reason, stopped_with = :stopped_with
 where name = :name and (stopped_at is null or stopped_with is not null)
