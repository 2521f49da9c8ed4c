"""Websites as a browser calls them: scheme, host and port (`location.origin`)."""

from __future__ import annotations

from urllib.parse import urlsplit

_USUAL_PORTS = {"https": 443, "http": 80}
LONGEST_ORIGIN = 200


def read(typed: str) -> str | None:
    """`https://www.example.com` for that, for it without its scheme, or for a page of it.

    A name with letters beyond ASCII as browsers write it (`xn--…`). None if it is no website.
    """
    address = typed.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _USUAL_PORTS or not _is_host(host):
        return None
    origin = f"{parts.scheme}://{host}"
    if port is not None and port != _USUAL_PORTS[parts.scheme]:
        origin += f":{port}"
    return origin if len(origin) <= LONGEST_ORIGIN else None


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return all(label and label.replace("-", "").isalnum() for label in labels)
