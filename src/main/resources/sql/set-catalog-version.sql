update catalog set sha256 = :sha256 where id = 1
