-- Locked, so that two files which change a tag of one device do not both leave a value; in the order of their ids, so that they do
-- not wait for each other in a circle.
select hwid, id, user_id, platform, push_token
  from device
 where hwid = any(cast(:hwids as varchar[])) and application_code = :application_code
 order by id
   for update
