select t.device_id, t.tag_id, t.tag_value as text_value, null as number_value
  from json_each(:device_ids) d
  join device_tag_text t on t.device_id = d.value
union all
select t.device_id, t.tag_id, null, t.tag_value
  from json_each(:device_ids) d
  join device_tag_number t on t.device_id = d.value
