update waiting_request set sending_until = current_timestamp + interval '30' second
 where request_uuid = ? and (sending_until is null or sending_until < current_timestamp)
