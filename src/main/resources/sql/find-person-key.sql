select secret from person_key where id = 1
