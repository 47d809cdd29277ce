-- The filter that selected an audience, for whoever asks why it did or did not choose a person.
alter table audience add column filter varchar;
