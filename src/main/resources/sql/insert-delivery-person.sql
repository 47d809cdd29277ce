insert into delivery_person (submitted_id, request_uuid, delivery_uuid, line) values (:submitted_id, :request_uuid, :delivery_uuid, :line)
