-- What applications are told of: one receiver.
create table webhook (
  -- Code of the application and name, with a point between them.
  id               text    not null primary key,
  application_code text    not null,
  name             text    not null,
  url              text    not null,
  -- A JSON array of references to one secret, or to two while one takes the place of the other.
  secrets          text    not null,
  -- Names with a comma before and after each.
  events           text    not null,
  -- Whether the catalogue has it.
  present          integer not null default 1,
  -- Not null after its receiver answered that it is gone.
  off_at           text,
  -- Nothing is sent before, as its receiver asked.
  paused_until     text
) strict, without rowid;

-- One message to one receiver, under the same id however often it is sent.
create table webhook_message (
  id           text    not null primary key,
  webhook_id   text    not null,
  type         text    not null,
  request_uuid text,
  occurred_at  text    not null,
  -- waiting, delivered or failed: given up.
  state        text    not null default 'waiting',
  attempts     integer not null default 0,
  -- When it is sent next; while it is being sent, when another gateway may take it.
  next_at      text    not null,
  -- A JSON object.
  data         text    not null
) strict, without rowid;
create index webhook_message_due on webhook_message (webhook_id, next_at) where state = 'waiting';
create index webhook_message_open on webhook_message (webhook_id, state, occurred_at) where state <> 'delivered';
create index webhook_message_time on webhook_message (webhook_id, occurred_at);

create table webhook_attempt (
  id         text    not null primary key,
  webhook_id text    not null,
  message_id text    not null,
  at         text    not null,
  attempt    integer not null,
  -- The status of the answer; null where there was none.
  status     integer,
  -- Null where it was delivered.
  error      text,
  millis     integer not null
) strict, without rowid;
create index webhook_attempt_list on webhook_attempt (webhook_id, id);
create index webhook_attempt_time on webhook_attempt (at);

-- Messages are written by triggers: whatever statement ends a request, its message is in the same transaction.
create trigger webhook_request_ended after update of state on start_request
 when new.state in ('done', 'failed', 'held', 'cancelled') and old.state <> new.state
begin
  insert into webhook_message (id, webhook_id, type, request_uuid, occurred_at, next_at, data)
    select 'msg_' || lower(hex(randomblob(16))), w.id, 'request.' || new.state, new.request_uuid,
           strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
           json_object('request_uuid', new.request_uuid, 'state', new.state, 'application_code', new.application_code,
                     'journey', new.journey_id, 'entry_point', new.entry_point_id, 'door', new.door, 'file', new.file,
                     'counts', json_object('requested', new.requested, 'entered', new.entered, 'duplicate', new.duplicate, 'unknown', new.unknown_ids,
                                 'already_entered', new.already_entered, 'rejected', new.rejected, 'cancelled', new.cancelled))
      from webhook w
     where w.present and w.application_code = new.application_code and w.events like '%,' || 'request.' || new.state || ',%';
end;
create trigger webhook_request_refused after insert on start_request
 when new.state in ('done', 'failed', 'held', 'cancelled')
begin
  insert into webhook_message (id, webhook_id, type, request_uuid, occurred_at, next_at, data)
    select 'msg_' || lower(hex(randomblob(16))), w.id, 'request.' || new.state, new.request_uuid,
           strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
           json_object('request_uuid', new.request_uuid, 'state', new.state, 'application_code', new.application_code,
                     'journey', new.journey_id, 'entry_point', new.entry_point_id, 'door', new.door, 'file', new.file,
                     'counts', json_object('requested', new.requested, 'entered', new.entered, 'duplicate', new.duplicate, 'unknown', new.unknown_ids,
                                 'already_entered', new.already_entered, 'rejected', new.rejected, 'cancelled', new.cancelled))
      from webhook w
     where w.present and w.application_code = new.application_code and w.events like '%,' || 'request.' || new.state || ',%';
end;
create trigger webhook_delivery_unknown after update of state on delivery
 when new.state = 'unknown' and old.state <> 'unknown'
begin
  insert into webhook_message (id, webhook_id, type, request_uuid, occurred_at, next_at, data)
    select 'msg_' || lower(hex(randomblob(16))), w.id, 'delivery.unknown', new.request_uuid,
           strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
           json_object('delivery_uuid', new.delivery_uuid, 'request_uuid', new.request_uuid, 'application_code', new.application_code,
                     'journey', new.journey_id, 'entry_point', new.entry_point_id, 'destination', new.destination, 'ids', new.ids)
      from webhook w
     where w.present and w.application_code = new.application_code and w.events like '%,' || 'delivery.unknown' || ',%';
end;
create trigger webhook_destination_stopped after update of stopped_at on destination
 when old.stopped_at is null and new.stopped_at is not null
begin
  insert into webhook_message (id, webhook_id, type, request_uuid, occurred_at, next_at, data)
    select 'msg_' || lower(hex(randomblob(16))), w.id, 'destination.stopped', null,
           strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
           json_object('destination', new.name, 'reason', new.stopped_because, 'application_code', w.application_code)
      from webhook w
     where w.present and w.events like '%,destination.stopped,%'
       and exists (select 1 from journey j where j.application_code = w.application_code and j.destination = new.name);
end;
