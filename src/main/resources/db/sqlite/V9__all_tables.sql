-- The tables as V1 to V9 make them on PostgreSQL. A uuid is its text in lower case, a time is a text in UTC to the microsecond
-- (2026-01-31T09:00:00.000000Z), a boolean is 0 or 1. Texts compare byte by byte.

create table application (
  code        text not null primary key,
  name        text not null,
  unknown_ids text not null default 'enter'
) strict;

create table application_group (
  code             text not null,
  application_code text not null references application (code),
  primary key (code, application_code)
) strict, without rowid;

-- The token itself is never stored, only its SHA-256 in lower-case hex.
create table api_token (
  sha256  text    not null primary key,
  scopes  text    not null,
  hint    text,
  revoked integer not null default 0
) strict;

create table api_token_application (
  sha256           text not null references api_token (sha256),
  application_code text not null references application (code),
  primary key (sha256, application_code)
) strict, without rowid;

create table journey (
  id               text not null primary key,
  application_code text not null references application (code),
  title            text not null default '',
  state            text not null,
  -- The hash of its lines in the catalogue file: a reload skips an unchanged journey.
  fingerprint      text not null
) strict, without rowid;

create table entry_point (
  journey_id  text    not null,
  id          text    not null,
  deactivated integer not null default 0,
  re_entry    text    not null default 'always',
  -- The names of its attributes, a JSON array.
  attributes  text    not null default '[]',
  primary key (journey_id, id)
) strict, without rowid;

-- The catalogue file that was read last, so that one which did not change costs a start nothing.
create table catalog (
  id     integer not null primary key,
  sha256 text    not null
) strict;
insert into catalog (id, sha256) values (1, '');

-- One row an entry point, made with its first request. It outlives the entry point, so that one which leaves the catalogue and
-- comes back within the period does not get a second grant.
create table permit (
  journey_id     text not null,
  entry_point_id text not null,
  request_uuid   text,
  granted_at     text not null,
  primary key (journey_id, entry_point_id)
) strict, without rowid;

create table device (
  id               integer primary key,
  application_code text    not null references application (code),
  -- Folded to lower case: HWIDs compare exactly but for letter case.
  hwid             text    not null,
  user_id          text    not null,
  platform         text,
  push_token       integer not null default 0,
  unique (application_code, hwid)
) strict;
create index device_user on device (application_code, user_id);

create table tag (
  id               integer primary key,
  application_code text not null references application (code),
  name             text not null,
  type             text not null,
  unique (application_code, name)
) strict;

-- Tags of type string, list and version; a list has a row a value.
create table device_tag_text (
  tag_id    integer not null,
  tag_value text    not null,
  device_id integer not null,
  primary key (tag_id, tag_value, device_id)
) strict, without rowid;
create index device_tag_text_device on device_tag_text (device_id, tag_id);

-- Tags of type integer, price (in ten-thousandths), date (seconds since 1970 in UTC) and boolean (0 and 1).
create table device_tag_number (
  tag_id    integer not null,
  tag_value integer not null,
  device_id integer not null,
  primary key (tag_id, tag_value, device_id)
) strict, without rowid;
create unique index device_tag_number_device on device_tag_number (device_id, tag_id);

create table start_request (
  request_uuid     text    not null primary key,
  door             text    not null,
  journey_id       text    not null,
  entry_point_id   text    not null,
  application_code text    not null,
  selector         text    not null,
  state            text    not null,
  reason           text,
  file             text,
  accepted_at      text    not null,
  -- Not null while the request waits for its slot.
  expected_at      text,
  -- When it got its slot, where it had to wait for it or is a list: the speed of a list is counted from here.
  started_at       text,
  -- For a list in a file: when all of it was on the queue.
  enqueued_at      text,
  finished_at      text,
  chunks           integer,
  chunks_done      integer not null default 0,
  requested        integer not null default 0,
  entered          integer not null default 0,
  duplicate        integer not null default 0,
  unknown_ids      integer not null default 0,
  already_entered  integer not null default 0,
  rejected         integer not null default 0
) strict, without rowid;
create index start_request_journey on start_request (journey_id, request_uuid);
create index start_request_state on start_request (state, request_uuid);
create index start_request_door on start_request (application_code, door, request_uuid);

create table idempotency_key (
  journey_id      text    not null,
  idempotency_key text    not null,
  request_uuid    text    not null references start_request (request_uuid) on delete cascade,
  body_sha256     text    not null,
  -- Whether a caller was answered with it, after which its request stays.
  replayed        integer not null default 0,
  primary key (journey_id, idempotency_key)
) strict, without rowid;
create index idempotency_key_request on idempotency_key (request_uuid);

-- Processes of the gateway; the work of one whose lease has run out is taken over by another.
create table gateway_process (
  owner        text not null primary key,
  leased_until text not null,
  -- Who has taken over what it left.
  heir         text
) strict, without rowid;

-- Messages of accepted requests that are not on the queue yet.
create table outbox (
  position     integer primary key,
  owner        text    not null,
  request_uuid text,
  chunk        integer,
  -- How many chunks there are, in the last of them.
  chunks       integer,
  -- Of a message that was sent back: all its properties, a JSON object.
  properties   text,
  message      text    not null
) strict;

-- Requests that wait for their entry point's slot.
create table waiting_request (
  -- First come, first served within an entry point.
  position       integer primary key,
  request_uuid   text    not null unique,
  journey_id     text    not null,
  entry_point_id text    not null,
  -- SHA-256 of the kind of selector and the attribute values: requests with the same key may share a slot.
  coalescing_key text    not null,
  shares_slot    integer not null
) strict;
create index waiting_request_slot on waiting_request (journey_id, entry_point_id, position);

-- The messages of a waiting request as they will be sent; a list in a file has none, its rows stay in the file.
create table waiting_message (
  request_uuid text    not null,
  chunk        integer not null,
  last_chunk   integer not null,
  message      text    not null,
  primary key (request_uuid, chunk)
) strict;

-- A chunk that is here has been recorded; a message that brings it again changes nothing.
create table chunk (
  request_uuid text    not null,
  chunk        integer not null,
  primary key (request_uuid, chunk)
) strict, without rowid;

-- A chunk whose journey stopped running after the acceptance waits here until it runs again.
create table held_chunk (
  request_uuid text    not null,
  chunk        integer not null,
  chunks       integer,
  journey_id   text    not null,
  message      text    not null,
  primary key (request_uuid, chunk)
) strict;
create index held_chunk_journey on held_chunk (journey_id);

-- Messages that could not be processed.
create table dead_letter (
  id               text    not null primary key,
  request_uuid     text,
  application_code text,
  journey_id       text,
  chunk            integer,
  chunks           integer,
  cause            text    not null,
  failed_at        text    not null,
  sent_back        integer not null default 0,
  -- All properties of the message, a JSON object.
  properties       text    not null,
  message          text    not null
) strict;
create index dead_letter_request on dead_letter (request_uuid);

-- Every index of entry costs the worker about as much as the row. The first finds whether a person is in a request or in a
-- journey, and everything recorded of a person; the second finds the entries of a request.
create table entry (
  request_uuid     text not null,
  user_id          text not null,
  journey_id       text not null,
  entry_point_id   text not null,
  attribute_values text,
  entered_at       text not null,
  -- The chunk whose row the entry is; null where a filter found the person.
  chunk            integer,
  -- The line of the file that named the person, where there was one.
  line             integer,
  unique (user_id, journey_id, request_uuid)
) strict;
create index entry_request on entry (request_uuid);

create table outcome (
  id           integer primary key,
  request_uuid text not null,
  submitted_id text not null,
  outcome      text not null,
  reason       text,
  line         integer
) strict;
create index outcome_request on outcome (request_uuid, id);
create index outcome_person on outcome (submitted_id);

-- What a filter selected, once and for all, and its people until all of them are recorded.
create table audience (
  request_uuid text    not null primary key,
  devices      integer not null,
  users        integer not null,
  resolved_at  text    not null,
  -- Whether all its members are there.
  complete     integer not null default 0
) strict, without rowid;

create table audience_member (
  request_uuid text    not null,
  member       integer not null,
  user_id      text    not null,
  devices      integer not null,
  primary key (request_uuid, member)
) strict, without rowid;

-- A file that was taken from its folder or server and is not yet filed away.
create table start_file (
  request_uuid text    not null primary key,
  door         text    not null,
  -- Where it lies: the folder door's own folder, or a server's name.
  place        text    not null,
  journey_id   text    not null,
  name         text    not null,
  -- Which process works on it.
  owner        text,
  -- What its check found, as JSON; null until it is checked.
  checked      text,
  -- Chunks and rows that are safe on the queue.
  fed          integer not null default 0,
  rows_fed     integer not null default 0,
  -- Chunks whose rejected rows are among the outcomes.
  listed       integer not null default 0
) strict, without rowid;
create index start_file_owner on start_file (owner);
