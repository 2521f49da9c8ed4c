"""Who handles a conversation: offers, interactions, seats and the queue."""
