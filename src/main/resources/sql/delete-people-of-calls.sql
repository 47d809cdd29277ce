delete from delivery_person where delivery_uuid in (select d.delivery_uuid from delivery d where d.request_uuid = :request_uuid and not d.settled)
