"""The ground: no business rule, no web framework."""
