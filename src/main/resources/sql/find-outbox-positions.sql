select position, length(message) as characters from outbox where owner = :owner order by position
