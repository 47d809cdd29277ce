delete from device_tag_text
 where (tag_id, tag_value, device_id) in (
   select * from unnest(cast(:tag_ids as integer[]), cast(:tag_values as varchar[]), cast(:device_ids as bigint[])))
