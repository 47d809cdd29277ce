delete from audience_member where request_uuid = :request_uuid and member = :member
