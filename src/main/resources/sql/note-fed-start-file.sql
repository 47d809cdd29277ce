update start_file set fed = ?, rows_fed = ? where request_uuid = ? and owner = ?
