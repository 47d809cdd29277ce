update catalog set changes = changes + 1 where id = 1
