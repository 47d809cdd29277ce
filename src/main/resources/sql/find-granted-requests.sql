select w.request_uuid
  from waiting_request w
 where w.granted_at is not null and (w.sending_until is null or w.sending_until < current_timestamp)
 order by w.position
 limit ?
