update device set user_id = :user_id, platform = :platform, push_token = :push_token where id = :id
