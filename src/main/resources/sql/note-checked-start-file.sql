update start_file set checked = ?, fed = 0, rows_fed = 0 where request_uuid = ? and owner = ?
