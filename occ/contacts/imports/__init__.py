"""A file of contacts, read line by line: plain values alone, so that it may run off the loop."""
