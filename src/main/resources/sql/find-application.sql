select code from application where code = :code
