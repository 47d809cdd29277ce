update erasure set person = null where id = :id
