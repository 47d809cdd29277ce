delete from device where application_code = :application_code and hwid :in(hwids)
