select device_id, tag_id, tag_value as text_value, null as number_value
  from device_tag_text
 where device_id = any(cast(:device_ids as bigint[]))
union all
select device_id, tag_id, null, tag_value
  from device_tag_number
 where device_id = any(cast(:device_ids as bigint[]))
