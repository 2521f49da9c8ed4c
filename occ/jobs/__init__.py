"""Edge: time."""
