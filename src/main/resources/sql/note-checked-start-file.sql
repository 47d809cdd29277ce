update start_file set checked = :checked, fed = 0, rows_fed = 0 where request_uuid = :request_uuid and owner = :owner
