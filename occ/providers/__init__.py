"""Who carries a message: each implements `occ.messaging.ports` and is handed in by `app.py`."""
