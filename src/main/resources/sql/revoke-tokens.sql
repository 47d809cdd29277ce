update api_token set revoked = :yes
