update start_file set leased_until = timestamp with time zone '1970-01-01 00:00:00+00' where owner = ?
