"""People who sign in: role, agent profile, presence and leases."""
