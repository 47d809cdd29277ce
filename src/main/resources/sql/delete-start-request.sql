-- Not one that the worker has seen: that was on the queue, whatever its sender heard of it.
delete from start_request where request_uuid = ? and state = 'accepted'
