"""The HTTP interface, resource by resource, as api., content. and messaging.twilio.com have it."""
