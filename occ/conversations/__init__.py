"""Everything one address and one service said, until it is closed."""
