select 1
 where exists (select 1 from device_tag_text where tag_id = :tag_id)
    or exists (select 1 from device_tag_number where tag_id = :tag_id)
