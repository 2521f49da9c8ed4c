"""People outside, and the channel identities they write from."""
