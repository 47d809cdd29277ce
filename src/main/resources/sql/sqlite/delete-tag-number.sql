delete from device_tag_number where tag_id = :tag_id and tag_value = :tag_value and device_id = :device_id
