-- Each state by its name: PostgreSQL plans for a parameter as if a quarter of all requests were in that state.
select 'scheduled' as state, count(*) as requests
  from (select 1 from start_request where state = 'scheduled' and application_code :in(applications) limit :most) c
union all
select 'accepted' as state, count(*) as requests
  from (select 1 from start_request where state = 'accepted' and application_code :in(applications) limit :most) c
union all
select 'processing' as state, count(*) as requests
  from (select 1 from start_request where state = 'processing' and application_code :in(applications) limit :most) c
union all
select 'held' as state, count(*) as requests
  from (select 1 from start_request where state = 'held' and application_code :in(applications) limit :most) c
union all
select 'delivering' as state, count(*) as requests
  from (select 1 from start_request where state = 'delivering' and application_code :in(applications) limit :most) c
union all
select 'failed' as state, count(*) as requests
  from (select 1 from start_request where state = 'failed' and request_uuid >= :since and application_code :in(applications) limit :most) c
union all
select 'cancelled' as state, count(*) as requests
  from (select 1 from start_request where state = 'cancelled' and request_uuid >= :since and application_code :in(applications) limit :most) c
