delete from device_tag_number where device_id in (select id from device where application_code = :application_code and hwid :in(hwids))
