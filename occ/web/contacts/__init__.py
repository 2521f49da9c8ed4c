"""Contractors, contacts, and whom not to write to."""
