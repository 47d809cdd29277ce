select user_id from audience_member where request_uuid = :request_uuid and member between :first and :last
