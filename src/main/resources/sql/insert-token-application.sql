insert into api_token_application (sha256, application_code) values (:sha256, :application_code)
