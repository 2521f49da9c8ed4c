"""OCC: a contact center for WhatsApp and SMS that a company runs itself."""

__version__ = "0.1.0"
