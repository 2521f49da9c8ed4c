"""Edge: sockets."""
