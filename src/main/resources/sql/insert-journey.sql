insert into journey (application_code, title, state, fingerprint, id) values (:application_code, :title, :state, :fingerprint, :id)
