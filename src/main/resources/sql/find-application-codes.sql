select code from application
