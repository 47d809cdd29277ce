select hwid from device where application_code = :application_code and user_id = :id
union
select hwid from device where application_code = :application_code and hwid = :folded
