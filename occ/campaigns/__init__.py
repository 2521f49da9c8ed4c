"""One text to many: its audience, what it costs, how it goes on, what became of each."""
