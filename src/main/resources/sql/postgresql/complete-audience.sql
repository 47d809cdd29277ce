update audience set
       users = (select count(*) from audience_member m where m.request_uuid = audience.request_uuid),
       devices = (select coalesce(sum(m.devices), 0) from audience_member m where m.request_uuid = audience.request_uuid),
       complete = true
 where request_uuid = :request_uuid
