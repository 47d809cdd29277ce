select (select count(*) from dead_letter) as dead_letters,
       (select count(*) from waiting_request) as waiting,
       (select coalesce(max(n), 0)
          from (select count(*) as n from waiting_request group by journey_id, entry_point_id) line) as longest
