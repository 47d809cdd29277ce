-- The name of the attributes file that lay beside a list when it was claimed, so that the list never enters without it.
alter table start_file add column attributes text;
