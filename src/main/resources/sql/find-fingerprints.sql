select id, state, fingerprint from journey
