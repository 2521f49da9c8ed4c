"""What the operator sets, from the environment: each variable once, with its default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ASYNC_MODES = ("eventlet", "threading", "gevent")


@dataclass(frozen=True)
class Config:
    home: Path
    database_url: str
    redis_url: str | None
    host: str
    port: int
    public_url: str
    """Where the world reaches us, no slash at its end: signatures are checked against it."""
    async_mode: str
    twilio_api_url: str | None
    smsapi_api_url: str | None
    proxies: int = 0
    """How many proxies stand before us, each naming whom it speaks for; 0: none is believed."""

    metrics_token: str | None = field(default=None, repr=False)
    """Whoever bears it may read /metrics from anywhere."""

    @property
    def media(self) -> Path:
        """The folder of the files that customers sent."""
        return self.home / "media"

    @property
    def imports(self) -> Path:
        """The folder of files of contacts on their way in."""
        return self.home / "imports"

    @property
    def exports(self) -> Path:
        """The folder of files of what is held of a contact."""
        return self.home / "exports"

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")


class BadConfig(Exception):
    """A variable that can't be read; the sentence says which and how to mend it."""


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """Raises BadConfig."""
    home = Path(environ.get("OCC_HOME", "./occ-home")).resolve()
    port = environ.get("OCC_PORT", "5000")
    if not port.isdigit() or not 0 <= int(port) <= 65535:
        raise BadConfig(f"OCC_PORT is {port!r}: set it to a number from 0 to 65535.")
    proxies = environ.get("OCC_PROXIES", "0")
    if not proxies.isdigit():
        raise BadConfig(f"OCC_PROXIES is {proxies!r}: set it to how many proxies stand before OCC.")
    mode = environ.get("OCC_ASYNC_MODE", "eventlet")
    if mode not in ASYNC_MODES:
        raise BadConfig(f"OCC_ASYNC_MODE is {mode!r}: set it to one of {', '.join(ASYNC_MODES)}.")
    host = environ.get("OCC_HOST", "127.0.0.1")
    public_url = environ.get("OCC_PUBLIC_URL", f"http://{host}:{port}").rstrip("/")
    if not public_url.startswith(("http://", "https://")):
        raise BadConfig(f"OCC_PUBLIC_URL is {public_url!r}: begin it with https:// or http://.")
    database_url = environ.get("OCC_DATABASE_URL", f"sqlite:///{home / 'occ.db'}")
    if mode == "eventlet" and database_url.startswith("postgresql+psycopg:"):
        raise BadConfig(
            "OCC_DATABASE_URL names psycopg 3, which stops everybody while one waits: "
            "begin it with postgresql:// or set OCC_ASYNC_MODE to threading."
        )
    return Config(
        home=home,
        database_url=database_url,
        redis_url=environ.get("OCC_REDIS_URL") or None,
        host=host,
        port=int(port),
        public_url=public_url,
        proxies=int(proxies),
        async_mode=mode,
        twilio_api_url=environ.get("OCC_TWILIO_API_URL") or None,
        smsapi_api_url=environ.get("OCC_SMSAPI_API_URL") or None,
        metrics_token=environ.get("OCC_METRICS_TOKEN") or None,
    )
