-- Among the newest of the applications.
select d.id, d.request_uuid, d.cause, d.failed_at, r.journey_id, r.entry_point_id, r.application_code, r.door, r.file, r.selector,
       r.accepted_at
  from (select id, request_uuid, cause, failed_at, message
          from dead_letter
         where application_code :in(applications) and (:any_journey or journey_id = :journey_id)
         order by id desc
         limit 100) d
  join start_request r on r.request_uuid = d.request_uuid
 where instr(d.message, :as_user) > 0 or instr(d.message, :as_hwid) > 0 or instr(d.message, :as_folded_hwid) > 0
