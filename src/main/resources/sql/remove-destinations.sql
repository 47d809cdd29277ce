update destination set present = :no
