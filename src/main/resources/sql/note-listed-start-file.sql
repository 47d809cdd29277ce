update start_file set listed = ? where request_uuid = ? and owner = ? and listed < ?
