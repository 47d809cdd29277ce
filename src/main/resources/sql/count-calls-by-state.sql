select destination, state, count(*) as calls from delivery group by destination, state
