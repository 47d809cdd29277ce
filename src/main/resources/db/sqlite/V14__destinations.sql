-- Destinations: services that are called with accepted people, in place of the table entry.

alter table journey add column destination text not null default 'entries';
-- The entry point's own limit in milliseconds; null where the gateway's limit applies.
alter table entry_point add column limit_millis integer;

create table destination (
  name            text    not null primary key,
  type            text    not null,
  -- What the catalogue says of it, a JSON object; a token only by reference.
  settings        text    not null,
  present         integer not null default 1,
  -- Not null while it is stopped and not called.
  stopped_at      text,
  stopped_because text,
  -- A hash of the address and token that it refused: once they are others it is called again. Null if an operator stopped it.
  stopped_with    text,
  last_error      text,
  last_error_at   text
) strict, without rowid;

-- A request whose people are calls.
create table delivery_request (
  request_uuid     text    not null primary key,
  destination      text    not null,
  journey_id       text    not null,
  entry_point_id   text    not null,
  -- Whether all of its people are in calls, which are not made before.
  ready            integer not null default 0,
  calls            integer not null default 0,
  -- Calls that wait.
  waiting          integer not null default 0,
  -- Calls that have not ended; one that is shared counts for each of its requests.
  unended          integer not null default 0
) strict, without rowid;
create index delivery_request_line on delivery_request (destination, journey_id, entry_point_id, waiting, request_uuid)
 where waiting > 0;

-- One call. Its people are in delivery_person until it is delivered; then they are entries.
create table delivery (
  delivery_uuid       text    not null primary key,
  -- The request that it was made for; others may share it.
  request_uuid        text    not null,
  destination         text    not null,
  journey_id          text    not null,
  entry_point_id      text    not null,
  application_code    text    not null,
  selector            text    not null,
  filter              text,
  attribute_values    text    not null,
  -- SHA-256 of the kind of selector and the attribute values: calls with the same may be made as one.
  attributes_key      text    not null,
  state               text    not null,
  ids                 integer not null default 0,
  -- Bytes of its body.
  bytes               integer not null default 0,
  -- Once it was tried its body stays as it is.
  settled             integer not null default 0,
  -- Whether there is room in it for people of other requests.
  joinable            integer not null default 0,
  attempts            integer not null default 0,
  not_before          text    not null,
  created_at          text    not null,
  sent_at             text,
  ended_at            text,
  remote_request_uuid text,
  message             text
) strict, without rowid;
create index delivery_due on delivery (request_uuid, delivery_uuid) where state in ('waiting', 'held');
create index delivery_open on delivery (request_uuid, attributes_key, delivery_uuid) where not settled;
create index delivery_alike on delivery (journey_id, entry_point_id, attributes_key, delivery_uuid) where joinable;
create index delivery_state on delivery (destination, state);

-- What of a call belongs to a request.
create table delivery_share (
  request_uuid  text    not null,
  number        integer not null,
  delivery_uuid text    not null,
  ids           integer not null default 0,
  primary key (request_uuid, number)
) strict, without rowid;
create index delivery_share_delivery on delivery_share (delivery_uuid);

create table delivery_person (
  submitted_id  text    not null,
  request_uuid  text    not null,
  delivery_uuid text    not null,
  line          integer,
  primary key (submitted_id, request_uuid)
) strict, without rowid;
create index delivery_person_delivery on delivery_person (delivery_uuid, submitted_id);

-- The pace of an entry point at its destination.
create table delivery_slot (
  destination    text    not null,
  journey_id     text    not null,
  entry_point_id text    not null,
  -- Calls that wait.
  waiting        integer not null default 0,
  free_at        text    not null,
  -- The process that makes a call now, and the call.
  owner          text,
  delivery_uuid  text,
  turn           integer not null default 0,
  -- How many calls in a row got no connection.
  failures       integer not null default 0,
  primary key (destination, journey_id, entry_point_id)
) strict, without rowid;
create index delivery_slot_due on delivery_slot (free_at) where owner is null and waiting > 0;
create index delivery_slot_owner on delivery_slot (owner) where owner is not null;
