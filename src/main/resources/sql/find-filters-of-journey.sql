-- Those among the newest thousand requests of the journey that choose by a filter.
select r.request_uuid, r.state, r.accepted_at, a.filter
  from (select request_uuid, state, accepted_at, selector
          from start_request
         where journey_id = :journey_id and application_code :in(applications)
         order by request_uuid desc
         limit 1000) r
  left join audience a on a.request_uuid = r.request_uuid
 where r.selector = 'filter'
 order by r.request_uuid desc
 limit :limit
