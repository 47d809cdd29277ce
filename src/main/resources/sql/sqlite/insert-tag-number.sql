insert into device_tag_number (tag_id, tag_value, device_id) values (:tag_id, :tag_value, :device_id)
