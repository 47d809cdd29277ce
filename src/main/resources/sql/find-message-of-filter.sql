select message from waiting_message where request_uuid = :request_uuid
union all
select message from held_chunk where request_uuid = :request_uuid
union all
select message from dead_letter where request_uuid = :request_uuid
 limit 1
