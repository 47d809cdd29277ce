-- The filter that selected an audience, for whoever asks why it did or did not choose a person.
alter table audience add column filter varchar;

-- Whether the entries and outcomes of a request were removed, whose counts stay.
alter table start_request add column people_removed boolean not null default false;
create index start_request_finished on start_request (people_removed, finished_at) where finished_at is not null;
