"""Money and prepaid units: what may still be sent, and who pays."""
