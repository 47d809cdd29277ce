insert into outcome (request_uuid, submitted_id, outcome, reason, line) values (:request_uuid, :id, :outcome, :reason, :line)
