insert into delivery_share (request_uuid, number, delivery_uuid, ids) values (:request_uuid, :number, :delivery_uuid, :ids)
