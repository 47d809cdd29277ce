-- What changed something, written in the transaction that changed it. A person is named by a keyed hash alone.
create table audit (
  id               text not null primary key,
  at               text not null,
  -- The hint of the token that asked for it, or the gateway itself.
  token_hint       text not null,
  -- Null where it concerns every application.
  application_code text,
  action           text not null,
  target_kind      text not null,
  target           text not null,
  -- A JSON object of numbers.
  counts           text not null
) strict, without rowid;
create index audit_application on audit (application_code, id);

-- The key of the hashes that stay of people whose rows are gone.
create table person_key (
  id     integer not null primary key,
  secret text    not null
) strict;
insert into person_key (id, secret) values (1, lower(hex(randomblob(32))));

-- People who were erased: what was accepted before that does not bring them in.
create table forgotten_person (
  person_hash  text not null primary key,
  forgotten_at text not null
) strict, without rowid;
create index forgotten_person_time on forgotten_person (forgotten_at);

-- People whose entries retention removed, in journeys that a person enters once.
create table entered_once (
  journey_id  text not null,
  person_hash text not null,
  primary key (journey_id, person_hash)
) strict, without rowid;

-- Erasures and their receipts.
create table erasure (
  id               text not null primary key,
  application_code text not null,
  token_hint       text not null,
  person_hash      text not null,
  -- Who is erased, until that is done.
  person           text,
  asked_at         text not null,
  finished_at      text,
  -- Which process works on it is told by its lease.
  leased_until     text,
  receipt          text
) strict;
create index erasure_unfinished on erasure (asked_at) where finished_at is null;
