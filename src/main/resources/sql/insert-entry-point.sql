insert into entry_point (journey_id, id, deactivated, re_entry, attributes, limit_millis)
values (:journey_id, :id, :deactivated, :re_entry, :attributes, :limit_millis)
