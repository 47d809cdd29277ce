select coalesce(sum(devices), 0) from audience_member where request_uuid = :request_uuid and member between :first and :last and user_id :in(user_ids)
