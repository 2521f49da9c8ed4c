"""A text in or out, and its carrier."""
