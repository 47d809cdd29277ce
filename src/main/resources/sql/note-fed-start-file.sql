update start_file set fed = :chunks, rows_fed = :rows where request_uuid = :request_uuid and owner = :owner
