-- The newest requests of an application that came by one door, which may be the rarest: without this the list reads all
-- that came by the others.
create index start_request_door on start_request (application_code, door, request_uuid);
