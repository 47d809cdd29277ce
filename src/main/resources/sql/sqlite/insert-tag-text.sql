insert into device_tag_text (tag_id, tag_value, device_id) values (:tag_id, :tag_value, :device_id)
