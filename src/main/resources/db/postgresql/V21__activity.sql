-- What happened, counted: a row a minute for a week, a row an hour for ninety days. Written by each process every ten seconds.
create table activity (
  -- minute or hour: how long the time is that the row counts.
  step             varchar(8)   not null,
  at               timestamp with time zone not null,
  -- Empty where a refused call belonged to no application.
  application_code varchar(11)  not null,
  door             varchar(255) not null,
  -- accepted, replayed and refused count requests; entered and delivered count people.
  kind             varchar(16)  not null,
  -- Of what was refused; else empty.
  reason           varchar(64)  not null,
  -- Of what was refused in a minute, where its journey was known; else empty.
  journey_id       varchar(64)  not null,
  happened         bigint       not null,
  primary key (step, at, application_code, door, kind, reason, journey_id)
);

-- A list is found by the beginning of its file's name. What came by another door has no name and costs nothing.
create index start_request_file on start_request (file collate "C", request_uuid) where file is not null;
