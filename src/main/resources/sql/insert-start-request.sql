insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state, accepted_at, start_at, expected_at,
                           started_at, file, requested, rejected, traceparent)
values (:request_uuid, :door, :journey_id, :entry_point_id, :application_code, :selector, :state, :accepted_at, :start_at, :expected_at,
        :started_at, :file, :requested, :rejected, :traceparent)
