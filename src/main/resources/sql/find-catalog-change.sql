select concat(sha256, ' ', changes) from catalog where id = 1
