update journey set state = 'archived', fingerprint = '' where id = :id and state <> 'archived'
