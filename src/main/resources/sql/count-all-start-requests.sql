select state, count(*) as requests from start_request group by state order by state
