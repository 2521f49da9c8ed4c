"""Append-only: who did what to whom, before and after, in the same transaction."""
