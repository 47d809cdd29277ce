select name, stopped_with from destination where stopped_at is not null or not present
