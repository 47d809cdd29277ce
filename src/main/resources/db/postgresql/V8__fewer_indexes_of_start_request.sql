-- Each index of start_request costs every accepted request a page or two of H2's commit. A key has a table of its own, so that
-- a request without one costs nothing. It goes with its request, when that is taken back.
create table idempotency_key (
  journey_id      varchar(64)  not null,
  idempotency_key varchar(255) not null,
  request_uuid    uuid         not null references start_request (request_uuid) on delete cascade,
  body_sha256     varchar(64)  not null,
  constraint idempotency_key_once primary key (journey_id, idempotency_key)
);
insert into idempotency_key (journey_id, idempotency_key, request_uuid, body_sha256)
select journey_id, idempotency_key, request_uuid, body_sha256 from start_request where idempotency_key is not null;
create index idempotency_key_request on idempotency_key (request_uuid);
alter table start_request drop constraint start_request_key;
alter table start_request drop column idempotency_key;
alter table start_request drop column body_sha256;

-- The newest of an application are the newest of its doors.
drop index start_request_application;
