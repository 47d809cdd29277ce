delete from received_list where request_uuid = :request_uuid
