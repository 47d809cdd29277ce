insert into api_token (sha256, scopes, hint, revoked) values (:sha256, :scopes, :hint, :revoked)
on conflict (sha256) do update set scopes = excluded.scopes, hint = excluded.hint, revoked = excluded.revoked
