"""Pages and addresses by which people are erased, and their data is had."""

from __future__ import annotations

ROUTES = (
    "GET /contacts/<key>/erase",
    "POST /contacts/<key>/erase",
)
PAGES = {
    "GET /contacts/<key>/erase": "/contacts/{contact}/erase",
}
