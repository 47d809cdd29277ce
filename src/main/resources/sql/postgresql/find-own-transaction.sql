select cast(cast(pg_current_xact_id() as text) as bigint) as id
