"""People and programs that sign in: role, agent profile, presence, leases and tokens."""
