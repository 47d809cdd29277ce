insert into journey (application_code, title, state, destination, fingerprint, id) values (:application_code, :title, :state, :destination, :fingerprint, :id)
