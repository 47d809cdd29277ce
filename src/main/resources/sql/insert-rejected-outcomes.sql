insert into outcome (request_uuid, submitted_id, outcome, reason) values (?, ?, 'rejected', ?)
