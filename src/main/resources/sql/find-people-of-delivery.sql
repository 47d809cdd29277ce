select submitted_id, request_uuid from delivery_person where delivery_uuid = :delivery_uuid order by submitted_id
