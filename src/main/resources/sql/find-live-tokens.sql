select sha256 from api_token where not revoked
