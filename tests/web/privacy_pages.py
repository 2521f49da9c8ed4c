"""Pages and addresses by which people are erased, and their data is had."""

from __future__ import annotations

ROUTES = (
    "GET /journal",
    "GET /services/<key>/retention",
    "POST /services/<key>/retention",
    "POST /contacts/<key>/export",
    "GET /contacts/exports/<key>",
    "GET /contacts/<key>/erase",
    "POST /contacts/<key>/erase",
)
PAGES = {
    "GET /journal": "/journal",
    "GET /services/<key>/retention": "/services/{service}/retention",
    "GET /contacts/<key>/erase": "/contacts/{contact}/erase",
}
