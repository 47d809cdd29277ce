-- The key that a list was handed over with, until the list is filed away: one that is sent again meanwhile is the same request.
create table received_list (
  request_uuid    uuid not null primary key,
  journey_id      varchar(255) not null,
  idempotency_key varchar(255) not null,
  body_sha256     varchar(64) not null,
  unique (journey_id, idempotency_key)
);
