"""Edge: HTTP. One blueprint a noun."""
