update gateway_process set leased_until = :never
