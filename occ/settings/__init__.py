"""What an administrator may choose: one frozen dataclass a page."""
