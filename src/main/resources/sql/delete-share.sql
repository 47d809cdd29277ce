delete from delivery_share where request_uuid = :request_uuid and number = :number
