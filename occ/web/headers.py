"""The headers every answer carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response

from occ.config import Config
from occ.product import Product, product


def set_on_every_answer(app: Flask) -> None:
    found: Product = app.extensions["occ"]
    headers = _headers(found.config)

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in headers:
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def framed_by_us(response: Response) -> Response:
    """A page that stands in a frame of another of our pages."""
    policy = _content_security_policy(product().config.public_url)
    response.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _headers(config: Config) -> list[tuple[str, str]]:
    headers = [
        ("Content-Security-Policy", _content_security_policy(config.public_url)),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ]
    if config.secure_cookies:
        headers.append(("Strict-Transport-Security", "max-age=31536000"))
    return headers


def _content_security_policy(public_url: str) -> str:
    address = urlsplit(public_url)
    # Older browsers don't count a socket of the same host as 'self'.
    socket = f"{'wss' if address.scheme == 'https' else 'ws'}://{address.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
            f"connect-src 'self' {socket}",
            "font-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )
