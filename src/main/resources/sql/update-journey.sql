update journey set application_code = :application_code, title = :title, state = :state, fingerprint = :fingerprint where id = :id
