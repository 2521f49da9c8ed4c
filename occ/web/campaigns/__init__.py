"""The pages of campaigns: write one, check it, send it, watch it, read what became of it."""
