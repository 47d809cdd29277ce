insert into webhook (id, application_code, name, url, secrets, events, present)
values (:id, :application_code, :name, :url, :secrets, :events, :yes)
on conflict (id) do update
   set url = excluded.url, secrets = excluded.secrets, events = excluded.events, present = excluded.present,
       off_at = case when webhook.url = excluded.url then webhook.off_at end,
       paused_until = case when webhook.url = excluded.url then webhook.paused_until end
