"""SMSAPI's HTTP interface, on the same port under /smsapi."""
