delete from entry where user_id :in(user_ids) and journey_id = :journey_id and request_uuid = :request_uuid
