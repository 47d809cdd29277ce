-- What devices say of themselves. One table a kind of value, so that each value stands in a column of its own type and no
-- index carries nulls. Both are narrow and have two indexes: one from a value to its devices, for the questions, the other from
-- a device to its values, for loading and for probing few devices. No foreign keys: a check per row would cost the loading
-- of millions of rows more than the rows, and only the device loader writes here, in the transaction that writes the device.

-- Tags of type string, list and version; a list has a row a value. Strings are stored folded, versions in a form that
-- sorts part by part (see TagType). H2 counts a character beyond the basic plane as two, hence 510 for 255.
create table device_tag_text (
  tag_id    integer      not null,
  tag_value varchar(510) not null,
  device_id bigint       not null,
  primary key (tag_id, tag_value, device_id)
);
create index device_tag_text_device on device_tag_text (device_id, tag_id);

-- Tags of type integer, price (in ten-thousandths), date (seconds since 1970 in UTC) and boolean (0 and 1).
create table device_tag_number (
  device_id bigint  not null,
  tag_id    integer not null,
  tag_value bigint  not null,
  primary key (device_id, tag_id)
);
create index device_tag_number_value on device_tag_number (tag_id, tag_value, device_id);

-- What a filter selected, once and for all: written with its members in one transaction, so that whoever goes on after a
-- crash goes on with the same people.
create table audience (
  request_uuid uuid   not null primary key,
  devices      bigint not null,
  users        bigint not null,
  resolved_at  timestamp with time zone not null
);

-- The people of an audience until all of them are recorded, numbered from 1 so that a chunk is a stretch of positions.
create table audience_member (
  request_uuid uuid         not null,
  member       bigint       not null,
  user_id      varchar(510) not null,
  devices      bigint       not null,
  primary key (request_uuid, member)
);
