"""Twilio played on this machine: its HTTP interface, customers who write, and its bad days."""
