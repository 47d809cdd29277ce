-- What applications are told of: one receiver.
create table webhook (
  -- Code of the application and name, with a point between them.
  id               varchar(64) not null primary key,
  application_code varchar(11) not null,
  name             varchar(40) not null,
  url              varchar not null,
  -- A JSON array of references to one secret, or to two while one takes the place of the other.
  secrets          varchar not null,
  -- Names with a comma before and after each.
  events           varchar not null,
  -- Whether the catalogue has it.
  present          boolean not null default true,
  -- Not null after its receiver answered that it is gone.
  off_at           timestamp with time zone,
  -- Nothing is sent before, as its receiver asked.
  paused_until     timestamp with time zone
);

-- One message to one receiver, under the same id however often it is sent.
create table webhook_message (
  id               varchar(64) not null primary key,
  webhook_id       varchar(64) not null,
  type             varchar(32) not null,
  request_uuid     uuid,
  occurred_at      timestamp with time zone not null,
  -- waiting, delivered or failed: given up.
  state            varchar(32) not null default 'waiting',
  attempts         integer not null default 0,
  -- When it is sent next; while it is being sent, when another gateway may take it.
  next_at          timestamp with time zone not null,
  -- A JSON object.
  data             varchar not null
);
create index webhook_message_due on webhook_message (webhook_id, next_at) where state = 'waiting';
create index webhook_message_open on webhook_message (webhook_id, state, occurred_at) where state <> 'delivered';
create index webhook_message_time on webhook_message (webhook_id, occurred_at);

create table webhook_attempt (
  id               uuid not null primary key,
  webhook_id       varchar(64) not null,
  message_id       varchar(64) not null,
  at               timestamp with time zone not null,
  attempt          integer not null,
  -- The status of the answer; null where there was none.
  status           integer,
  -- Null where it was delivered.
  error            varchar(255),
  millis           integer not null
);
create index webhook_attempt_list on webhook_attempt (webhook_id, id);
create index webhook_attempt_time on webhook_attempt (at);

-- Messages are written by triggers: whatever statement ends a request, its message is in the same transaction.
create function tell_of_request() returns trigger language plpgsql as $$
begin
  insert into webhook_message (id, webhook_id, type, request_uuid, occurred_at, next_at, data)
    select 'msg_' || replace(cast(gen_random_uuid() as varchar), '-', ''), w.id, 'request.' || new.state, new.request_uuid,
           current_timestamp, current_timestamp,
           cast(json_build_object('request_uuid', new.request_uuid, 'state', new.state, 'application_code', new.application_code,
                     'journey', new.journey_id, 'entry_point', new.entry_point_id, 'door', new.door, 'file', new.file,
                     'counts', json_build_object('requested', new.requested, 'entered', new.entered, 'duplicate', new.duplicate, 'unknown', new.unknown_ids,
                                 'already_entered', new.already_entered, 'rejected', new.rejected, 'cancelled', new.cancelled)) as varchar)
      from webhook w
     where w.present and w.application_code = new.application_code and w.events like '%,' || 'request.' || new.state || ',%';
  return null;
end $$;
create trigger webhook_request_ended after update of state on start_request
 for each row when (new.state in ('done', 'failed', 'held', 'cancelled') and old.state is distinct from new.state) execute function tell_of_request();
create trigger webhook_request_refused after insert on start_request
 for each row when (new.state in ('done', 'failed', 'held', 'cancelled')) execute function tell_of_request();
create function tell_of_delivery() returns trigger language plpgsql as $$
begin
  insert into webhook_message (id, webhook_id, type, request_uuid, occurred_at, next_at, data)
    select 'msg_' || replace(cast(gen_random_uuid() as varchar), '-', ''), w.id, 'delivery.unknown', new.request_uuid,
           current_timestamp, current_timestamp,
           cast(json_build_object('delivery_uuid', new.delivery_uuid, 'request_uuid', new.request_uuid, 'application_code', new.application_code,
                     'journey', new.journey_id, 'entry_point', new.entry_point_id, 'destination', new.destination, 'ids', new.ids) as varchar)
      from webhook w
     where w.present and w.application_code = new.application_code and w.events like '%,' || 'delivery.unknown' || ',%';
  return null;
end $$;
create trigger webhook_delivery_unknown after update of state on delivery
 for each row when (new.state = 'unknown' and old.state <> 'unknown') execute function tell_of_delivery();
create function tell_of_destination() returns trigger language plpgsql as $$
begin
  insert into webhook_message (id, webhook_id, type, request_uuid, occurred_at, next_at, data)
    select 'msg_' || replace(cast(gen_random_uuid() as varchar), '-', ''), w.id, 'destination.stopped', null,
           current_timestamp, current_timestamp,
           cast(json_build_object('destination', new.name, 'reason', new.stopped_because, 'application_code', w.application_code) as varchar)
      from webhook w
     where w.present and w.events like '%,destination.stopped,%'
       and exists (select 1 from journey j where j.application_code = w.application_code and j.destination = new.name);
  return null;
end $$;
create trigger webhook_destination_stopped after update of stopped_at on destination
 for each row when (old.stopped_at is null and new.stopped_at is not null) execute function tell_of_destination();
