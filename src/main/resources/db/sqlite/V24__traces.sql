-- What the further steps of a request go on from, as W3C Trace Context writes it; null where it is in no trace.
alter table start_request add column traceparent text;
-- The same of a list that was handed over and is not accepted yet.
alter table start_file add column traceparent text;
