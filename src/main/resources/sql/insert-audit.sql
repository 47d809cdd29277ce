insert into audit (id, at, token_hint, application_code, action, target_kind, target, counts)
values (:id, :now, :token_hint, :application_code, :action, :target_kind, :target, :counts)
