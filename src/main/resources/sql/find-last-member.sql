select coalesce(max(member), 0) from audience_member where request_uuid = :request_uuid
