select devices, users from audience where request_uuid = :request_uuid and complete
