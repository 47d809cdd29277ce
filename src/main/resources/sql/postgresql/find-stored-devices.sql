-- Locked, so that two files which change a tag of one device do not both leave a value; in the order of their ids, so that they do
-- not wait for each other in a circle. Looked up one by one: a table that was never analyzed would be walked for each slice.
select hwid, id, user_id, platform, push_token
  from device
 where id = any(array(
         select d.id
           from unnest(cast(:hwids as varchar[])) as n (hwid)
          cross join lateral (select id from device where application_code = :application_code and hwid = n.hwid limit 1) d))
 order by id
   for update
