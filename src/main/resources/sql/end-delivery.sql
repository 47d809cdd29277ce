update delivery set state = :state, ended_at = :now, message = :message, remote_request_uuid = :remote_request_uuid
 where delivery_uuid = :delivery_uuid
