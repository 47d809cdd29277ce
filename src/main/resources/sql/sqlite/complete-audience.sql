update audience set users = :users, devices = :devices, complete = 1 where request_uuid = :request_uuid
