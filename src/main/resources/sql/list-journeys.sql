select j.id, j.application_code, j.title, case when j.held_at is null then j.state else 'held' end as state, j.destination
  from journey j
 where j.id > :after and j.application_code :in(applications) and (:any_state or case when j.held_at is null then j.state else 'held' end = :state)
   and (:any_text or lower(j.id) like :text escape '!' or lower(j.title) like :text escape '!')
 order by j.id
 limit :limit
