update webhook set present = :no
