-- The chunk whose row an entry is. Chunks of one request are recorded side by side and in no order, and of an id that a
-- list repeats the first row's values count. Null where a filter found the person.
alter table entry add column chunk integer;
