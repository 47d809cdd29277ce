-- How many chunks of a file have had their rejected rows put among the outcomes: it is done once, whoever goes on with the file.
alter table start_file add column listed integer not null default 0;
