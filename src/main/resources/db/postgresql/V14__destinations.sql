-- Destinations: services that are called with accepted people, in place of the table entry.

alter table journey add column destination varchar(40) not null default 'entries';
-- The entry point's own limit in milliseconds; null where the gateway's limit applies.
alter table entry_point add column limit_millis bigint;

create table destination (
  name            varchar(40) not null primary key,
  type            varchar(40) not null,
  -- What the catalogue says of it, a JSON object; a token only by reference.
  settings        varchar not null,
  present         boolean not null default true,
  -- Not null while it is stopped and not called.
  stopped_at      timestamp with time zone,
  stopped_because varchar(255),
  -- A hash of the address and token that it refused: once they are others it is called again. Null if an operator stopped it.
  stopped_with    varchar,
  last_error      varchar(255),
  last_error_at   timestamp with time zone
);

-- A request whose people are calls.
create table delivery_request (
  request_uuid     uuid not null primary key,
  destination      varchar(40) not null,
  journey_id       varchar(64) not null,
  entry_point_id   varchar(64) not null,
  -- Whether all of its people are in calls, which are not made before.
  ready            boolean not null default false,
  calls            integer not null default 0,
  -- Calls that wait.
  waiting          integer not null default 0,
  -- Calls that have not ended; one that is shared counts for each of its requests.
  unended          integer not null default 0
);
create index delivery_request_line on delivery_request (destination, journey_id, entry_point_id, waiting, request_uuid)
 where waiting > 0;

-- One call. Its people are in delivery_person until it is delivered; then they are entries.
create table delivery (
  delivery_uuid       uuid not null primary key,
  -- The request that it was made for; others may share it.
  request_uuid        uuid not null,
  destination         varchar(40) not null,
  journey_id          varchar(64) not null,
  entry_point_id      varchar(64) not null,
  application_code    varchar(11) not null,
  selector            varchar(16) not null,
  filter              varchar,
  attribute_values    varchar not null,
  -- SHA-256 of the kind of selector and the attribute values: calls with the same may be made as one.
  attributes_key      varchar(64) not null,
  state               varchar(16) not null,
  ids                 integer not null default 0,
  -- Bytes of its body.
  bytes               integer not null default 0,
  -- Once it was tried its body stays as it is.
  settled             boolean not null default false,
  -- Whether there is room in it for people of other requests.
  joinable            boolean not null default false,
  attempts            integer not null default 0,
  not_before          timestamp with time zone not null,
  created_at          timestamp with time zone not null,
  sent_at             timestamp with time zone,
  ended_at            timestamp with time zone,
  remote_request_uuid varchar,
  message             varchar(255)
);
create index delivery_due on delivery (request_uuid, delivery_uuid) where state in ('waiting', 'held');
create index delivery_open on delivery (request_uuid, attributes_key, delivery_uuid) where not settled;
create index delivery_alike on delivery (journey_id, entry_point_id, attributes_key, delivery_uuid) where joinable;
create index delivery_state on delivery (destination, state);

-- What of a call belongs to a request.
create table delivery_share (
  request_uuid  uuid not null,
  number        integer not null,
  delivery_uuid uuid not null,
  ids           integer not null default 0,
  primary key (request_uuid, number)
);
create index delivery_share_delivery on delivery_share (delivery_uuid);

create table delivery_person (
  submitted_id  varchar(510) not null,
  request_uuid  uuid not null,
  delivery_uuid uuid not null,
  line          integer,
  primary key (submitted_id, request_uuid)
);
create index delivery_person_delivery on delivery_person (delivery_uuid, submitted_id);

-- The pace of an entry point at its destination.
create table delivery_slot (
  destination    varchar(40) not null,
  journey_id     varchar(64) not null,
  entry_point_id varchar(64) not null,
  -- Calls that wait.
  waiting        integer not null default 0,
  free_at        timestamp with time zone not null,
  -- The process that makes a call now, and the call.
  owner          uuid,
  delivery_uuid  uuid,
  turn           integer not null default 0,
  -- How many calls in a row got no connection.
  failures       integer not null default 0,
  primary key (destination, journey_id, entry_point_id)
);
create index delivery_slot_due on delivery_slot (free_at) where owner is null and waiting > 0;
create index delivery_slot_owner on delivery_slot (owner) where owner is not null;
