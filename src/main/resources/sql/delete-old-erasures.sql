delete from erasure where finished_at < :ago(keep)
