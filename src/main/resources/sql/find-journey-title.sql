select j.id, j.application_code, j.title, case when j.held_at is null then j.state else 'held' end as state, j.destination from journey j where j.id = :journey_id
