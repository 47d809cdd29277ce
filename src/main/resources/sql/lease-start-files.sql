update start_file set leased_until = current_timestamp + cast(? as bigint) * interval '0.001' second where owner = ?
