select id, application_code, hwid, user_id, platform, push_token from device where user_id = :id and application_code :in(applications)
union
select id, application_code, hwid, user_id, platform, push_token from device where hwid = :folded and application_code :in(applications)
 limit 1000
