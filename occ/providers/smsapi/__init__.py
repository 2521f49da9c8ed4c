"""SMSAPI: SMS."""
