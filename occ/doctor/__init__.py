"""`occ doctor`: looks at an installation from outside, changes nothing, and says how to mend it."""
