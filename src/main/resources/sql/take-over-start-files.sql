update start_file set owner = :owner
 where place = :place and owner <> :owner
   and not exists (select 1 from gateway_process p where p.owner = start_file.owner and p.leased_until >= :now)
