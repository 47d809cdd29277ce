insert into device (id, application_code, hwid, user_id, platform, push_token)
values (:id, :application_code, :hwid, :user_id, :platform, :push_token)
