select t.sha256, t.scopes, t.hint, a.application_code
  from api_token t
  join api_token_application a on a.sha256 = t.sha256
 where not t.revoked
