-- When a request is to start, where its caller asked for a later time.
alter table start_request add column start_at timestamp with time zone;

-- Requests that start later. Their messages are in waiting_message; when the time comes they join the line of their entry point.
create table scheduled_request (
  request_uuid   uuid        not null primary key,
  start_at       timestamp with time zone not null,
  journey_id     varchar(64) not null,
  entry_point_id varchar(64) not null,
  coalescing_key varchar(64) not null,
  shares_slot    boolean     not null
);
create index scheduled_request_due on scheduled_request (start_at);
create index scheduled_request_slot on scheduled_request (journey_id, entry_point_id, start_at);

-- Since when a journey is held by an operator, whatever the catalogue file says of its state.
alter table journey add column held_at timestamp with time zone;
-- Counts what changed beside the file, so that every replica notices.
alter table catalog add column changes integer not null default 0;

-- Lists that came over HTTP, from the moment they are safe. A list that is checked has a start_request as any other.
create table upload (
  request_uuid     uuid         not null primary key,
  journey_id       varchar(64)  not null,
  entry_point_id   varchar(64)  not null,
  application_code varchar(11)  not null,
  name             varchar(255) not null,
  received_at      timestamp with time zone not null,
  start_at         timestamp with time zone,
  -- What makes sending it twice safe, where its caller said so.
  idempotency_key  varchar(255),
  body_sha256      varchar(64)  not null,
  constraint upload_key unique (journey_id, idempotency_key)
);
create index upload_received on upload (received_at);
