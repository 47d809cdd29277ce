update start_file
   set owner = ?, leased_until = current_timestamp + cast(? as bigint) * interval '0.001' second
 where place = ? and leased_until < current_timestamp
