-- The key that a list was handed over with, until the list is filed away: one that is sent again meanwhile is the same request.
create table received_list (
  request_uuid    text not null primary key,
  journey_id      text not null,
  idempotency_key text not null,
  body_sha256     text not null,
  unique (journey_id, idempotency_key)
) strict, without rowid;
