insert into entry_point (journey_id, id, deactivated, re_entry, attributes)
values (:journey_id, :id, :deactivated, :re_entry, :attributes)
