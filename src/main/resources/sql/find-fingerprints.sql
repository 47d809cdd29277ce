select id, fingerprint from journey
