"""The HTTP interface, resource by resource, as api. and messaging.twilio.com have it."""
