update destination set last_error = :message, last_error_at = :now where name = :name
