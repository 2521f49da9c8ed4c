"""The routes of what agents keep for themselves, and the pages among them."""

from __future__ import annotations

# Those of everybody and of services only by who oversees: tests/web/test_replies.py.
ROUTES = (
    "GET /replies",
    "POST /replies",
    "GET /replies/<key>",
    "POST /replies/<key>",
    "POST /replies/<key>/remove",
)
# tests/web/test_tags.py
OVERSEEN = (
    "GET /tags",
    "POST /tags",
    "POST /tags/<key>",
    "POST /tags/<key>/remove",
)
ADMINISTERED = (
    "GET /outcomes",
    "POST /outcomes",
    "POST /outcomes/<key>",
    "POST /outcomes/<key>/remove",
    "GET /services/<key>/desk",
    "POST /services/<key>/desk",
    # tests/web/test_service_hours.py
    "GET /services/<key>/hours",
    "POST /services/<key>/hours",
    "GET /services/<key>/queue",
    "POST /services/<key>/queue",
    # tests/web/test_service_texts.py
    "GET /services/<key>/texts",
    "POST /services/<key>/texts",
)
