insert into audience_member (request_uuid, member, user_id, devices) values (:request_uuid, :member, :user_id, :devices)
