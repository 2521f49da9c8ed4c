"""What a contact reaches ("Sales"): its number, its members, and the widgets that lead to it."""
