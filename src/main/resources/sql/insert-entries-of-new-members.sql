insert into entry (request_uuid, user_id, journey_id, entry_point_id, attribute_values, entered_at)
select m.request_uuid, m.user_id, cast(:journey_id as text), cast(:entry_point_id as text),
       cast(:attribute_values as text), :now
  from audience_member m
 where m.request_uuid = :request_uuid and m.member between :first and :last
   and not exists (select 1 from entry e where e.user_id = m.user_id and e.journey_id = :journey_id)
