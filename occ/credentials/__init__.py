"""Accounts handed out: the person, the way they chose, what became of it."""
