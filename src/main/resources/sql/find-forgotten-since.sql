select 1 from forgotten_person where forgotten_at >= :accepted_at limit 1
