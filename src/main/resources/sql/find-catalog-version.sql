select sha256 from catalog where id = 1
