update journey set application_code = :application_code, title = :title, state = :state, destination = :destination, fingerprint = :fingerprint where id = :id
