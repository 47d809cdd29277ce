-- Ids of a cancelled request that had not entered.
alter table start_request add column cancelled integer not null default 0;
