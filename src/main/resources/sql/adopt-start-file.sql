update start_file set owner = :owner, place = :place
 where request_uuid = :request_uuid and place <> :place
   and not exists (select 1 from gateway_process p where p.owner = start_file.owner and p.leased_until >= :now)
