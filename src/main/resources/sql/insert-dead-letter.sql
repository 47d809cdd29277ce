insert into dead_letter (id, request_uuid, application_code, journey_id, chunk, chunks, cause, failed_at, sent_back, properties, message)
values (:id, :request_uuid, :application_code, :journey_id, :chunk, :chunks, :cause, :failed_at, :sent_back, :properties, :message)
on conflict (id) do nothing
