select 1 from entry_point where journey_id = :journey_id and re_entry = 'once' limit 1
