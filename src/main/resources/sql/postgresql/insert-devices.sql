insert into device (application_code, hwid, user_id, platform, push_token)
select :application_code, n.hwid, n.user_id, n.platform, n.push_token
  from unnest(cast(:hwids as varchar[]), cast(:user_ids as varchar[]), cast(:platforms as varchar[]), cast(:push_tokens as boolean[]))
       as n (hwid, user_id, platform, push_token)
returning id, hwid
