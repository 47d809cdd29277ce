delete from outcome where request_uuid = :request_uuid and id in (select o.id from outcome o where o.request_uuid = :request_uuid order by o.id limit :limit)
