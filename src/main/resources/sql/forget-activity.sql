-- The rows of the oldest time that is past keeping: a step at a time, so that no lock is held for long.
delete from activity
 where step = :step and at = (select min(at) from activity where step = :step) and at < :before
