delete from outbox where position in (select value from json_each(:positions)) and owner = :owner
