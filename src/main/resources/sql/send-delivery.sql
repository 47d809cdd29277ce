update delivery
   set state = 'sending', settled = :yes, joinable = :no, ids = :ids, attempts = attempts + 1, sent_at = :now, ended_at = null, message = null
 where delivery_uuid = :delivery_uuid and state in ('waiting', 'held')
