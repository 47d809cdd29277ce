update delivery
   set state = :state, not_before = :not_before, attempts = attempts - :uncounted, message = :message
 where delivery_uuid = :delivery_uuid
