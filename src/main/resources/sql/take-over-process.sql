update gateway_process set leased_until = :ahead(lease), heir = :heir where owner = :owner and leased_until < :now
