delete from outcome
 where outcome = 'rejected'
   and request_uuid in (select s.request_uuid from delivery_share s where s.delivery_uuid = :delivery_uuid)
   and submitted_id in (select p.submitted_id from delivery_person p
                         where p.delivery_uuid = :delivery_uuid and p.request_uuid = outcome.request_uuid)
