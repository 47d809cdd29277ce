update gateway_process set leased_until = :never where owner = :owner
