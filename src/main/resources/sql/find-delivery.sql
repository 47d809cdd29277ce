select delivery_uuid, request_uuid, application_code, selector, ids, attempts from delivery where delivery_uuid = :delivery_uuid
