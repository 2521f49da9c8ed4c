"""What stands on the manual's pictures, by who sees it."""
