-- What changed something, written in the transaction that changed it. A person is named by a keyed hash alone.
create table audit (
  id               uuid          not null primary key,
  at               timestamp with time zone not null,
  -- The hint of the token that asked for it, or the gateway itself.
  token_hint       varchar       not null,
  -- Null where it concerns every application.
  application_code varchar(11),
  action           varchar(64)   not null,
  target_kind      varchar(64)   not null,
  target           varchar(510)  not null,
  -- A JSON object of numbers.
  counts           varchar       not null
);
create index audit_application on audit (application_code, id);

-- The key of the hashes that stay of people whose rows are gone.
create table person_key (
  id     integer not null primary key,
  secret varchar not null
);
insert into person_key (id, secret)
values (1, replace(cast(gen_random_uuid() as varchar) || cast(gen_random_uuid() as varchar) || cast(gen_random_uuid() as varchar), '-', ''));

-- People who were erased: what was accepted before that does not bring them in.
create table forgotten_person (
  person_hash  uuid not null primary key,
  forgotten_at timestamp with time zone not null
);
create index forgotten_person_time on forgotten_person (forgotten_at);

-- People whose entries retention removed, in journeys that a person enters once.
create table entered_once (
  journey_id  varchar(64) collate "C" not null,
  person_hash uuid        not null,
  primary key (journey_id, person_hash)
);

-- Erasures and their receipts.
create table erasure (
  id               uuid        not null primary key,
  application_code varchar(11) not null,
  token_hint       varchar     not null,
  person_hash      uuid        not null,
  -- Who is erased, until that is done.
  person           varchar(510),
  asked_at         timestamp with time zone not null,
  finished_at      timestamp with time zone,
  -- Which process works on it is told by its lease.
  leased_until     timestamp with time zone,
  receipt          varchar
);
create index erasure_unfinished on erasure (asked_at) where finished_at is null;
