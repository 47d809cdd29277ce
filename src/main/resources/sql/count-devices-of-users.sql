select count(*) from device d where d.user_id in (select u.user_id from unnest(cast(? as varchar array)) as u(user_id)) and d.application_code = ?
