select id from journey where id = ? for update
