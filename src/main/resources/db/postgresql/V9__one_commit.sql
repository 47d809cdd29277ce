-- Everything accepted leaves through one outbox, and whatever one of several processes works on is held by one lease a process.

create table gateway_process (
  owner        uuid not null primary key,
  leased_until timestamp with time zone not null,
  -- Who has taken over what it left.
  heir         uuid
);

-- Messages of accepted requests that are not on the queue yet, in the order in which their process committed them.
create table outbox (
  owner        uuid    not null,
  position     bigint  not null,
  request_uuid uuid,
  chunk        integer,
  -- How many chunks there are, in the last of them.
  chunks       integer,
  -- Of a message that was sent back: all its properties, a JSON object.
  properties   varchar,
  message      varchar not null,
  primary key (owner, position)
);

-- What had its slot and was not sent goes to the outbox of a process that never was, from where it is taken over.
insert into outbox (owner, position, request_uuid, chunk, chunks, message)
select '00000000-0000-0000-0000-000000000000', row_number() over (order by w.position, m.chunk), m.request_uuid, m.chunk,
       case when m.last_chunk then m.chunk end, m.message
  from waiting_request w
  join waiting_message m on m.request_uuid = w.request_uuid
 where w.granted_at is not null;
update start_request r set expected_at = null, started_at = current_timestamp
 where exists (select 1 from waiting_request w where w.request_uuid = r.request_uuid and w.granted_at is not null);
delete from waiting_message m
 where exists (select 1 from waiting_request w where w.request_uuid = m.request_uuid and w.granted_at is not null);
delete from waiting_request where granted_at is not null;

alter table waiting_request drop column granted_at;
alter table waiting_request drop column sending_until;
alter table waiting_request rename column likeness to coalescing_key;

-- Requests whose process died between the permit and the message: nobody was answered, and a retry with the key begins anew.
delete from idempotency_key k
 using start_request r
 where r.request_uuid = k.request_uuid
   and r.state = 'accepted' and r.enqueued_at is null and r.expected_at is null and r.started_at is null;
-- Whether a caller was answered with it, after which its request stays.
alter table idempotency_key add column replayed boolean not null default false;

alter table start_file drop column leased_until;

-- Messages that could not be processed.
create table dead_letter (
  id               uuid          not null primary key,
  request_uuid     uuid,
  application_code varchar(11),
  journey_id       varchar(64),
  chunk            integer,
  chunks           integer,
  cause            varchar(1000) not null,
  failed_at        timestamp with time zone not null,
  sent_back        integer       not null default 0,
  -- All properties of the message, a JSON object.
  properties       varchar       not null,
  message          varchar       not null
);
create index dead_letter_request on dead_letter (request_uuid);

-- The person leads the key of entry: it finds whether somebody is in a request or in a journey, and everything recorded of them.
alter table entry drop constraint entry_pkey;
alter table entry add primary key (user_id, journey_id, request_uuid);
-- The line of the file that named the person, where there was one.
alter table entry add column line integer;
alter table outcome add column line integer;
create index outcome_person on outcome (submitted_id);

-- Whether all members of an audience are there.
alter table audience add column complete boolean not null default true;

-- A door of a team's own is named by its route's id.
alter table start_request alter column door type varchar(255);
alter table start_file alter column door type varchar(255);
