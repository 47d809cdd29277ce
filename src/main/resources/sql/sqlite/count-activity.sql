select unixepoch(at) / :seconds * :seconds as since, kind, reason, case when :by_door then door else '' end as by_door,
       case when :by_journey then journey_id else '' end as by_journey, sum(happened) as happened
  from activity
 where step = :step and at >= :from and at < :to and (application_code = '' or application_code :in(applications))
 group by 1, 2, 3, 4, 5
