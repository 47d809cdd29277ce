-- What happened, counted: a row a minute for a week, a row an hour for ninety days. Written by each process every ten seconds.
create table activity (
  -- minute or hour: how long the time is that the row counts.
  step             text    not null,
  at               text    not null,
  -- Empty where a refused call belonged to no application.
  application_code text    not null,
  door             text    not null,
  -- accepted, replayed and refused count requests; entered and delivered count people.
  kind             text    not null,
  -- Of what was refused; else empty.
  reason           text    not null,
  -- Of what was refused in a minute, where its journey was known; else empty.
  journey_id       text    not null,
  happened         integer not null,
  primary key (step, at, application_code, door, kind, reason, journey_id)
) strict, without rowid;

-- A list is found by the beginning of its file's name. What came by another door has no name and costs nothing.
create index start_request_file on start_request (file, request_uuid) where file is not null;
