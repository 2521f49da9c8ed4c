"""`occ torture`: a campaign whose sending process is killed again and again, then the count."""
