-- Each index of entry costs about as much as the row itself, and there were two: (request_uuid, user_id) and
-- (journey_id, user_id). A request has one journey, so this one keeps its people apart as well, and finds who is in a journey.
-- Whoever reads the entries of a request finds them by the BRIN: they lie together, for the ids grow with the time. Ids are
-- compared byte by byte, in any locale: nobody sorts them for people.
drop index entry_journey;
alter table entry
  drop constraint entry_pkey,
  alter column journey_id type varchar(64) collate "C",
  alter column user_id type varchar(510) collate "C";
alter table entry add primary key (journey_id, user_id, request_uuid);
create index entry_request on entry using brin (request_uuid) with (autosummarize = on);
