"""What is around the process: its port, its public address, its proxy, Redis."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import requests

from occ.config import Config
from occ.core import redis_server
from occ.doctor.findings import Finding, bad, ok, warn
from occ.messaging.reach import Reached

Called = Callable[[str], Reached]
_SECONDS = 3


_UNREACHED = {
    "name": "its name can't be resolved from this machine",
    "connection": "there it was refused, or there is no way there",
    "certificate": "its certificate is not one that the public trusts",
    "timeout": "nobody answers there in time",
    "stranger": "something answers there, but not this installation",
}
# What a server that does not run yet has no part in.
_EVEN_AT_REST = ("name", "certificate")


def look(config: Config, serves: bool, polls: bool, called: Called | None) -> Iterator[Finding]:
    """`serves`: OCC answers on its port; `polls`: messages are fetched, and Twilio need not call.
    `called` calls a public address; None: nobody does.
    """
    yield ok("Port", f"OCC answers on {_place(config)}") if serves else _port(config)
    yield from _public_address(config, serves, polls, called)
    if config.redis_url:
        yield _redis(config.redis_url)
    elif not config.database_url.startswith("sqlite"):
        says = "OCC_REDIS_URL is not set: one process serves, and no other."
        yield warn("Redis", says, "Set it before you start a second one.")


def answers(config: Config) -> bool:
    """Whether a running OCC is what listens on the port."""
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::", "") else config.host
    try:
        found = requests.get(f"http://{host}:{config.port}/health/live", timeout=_SECONDS)
        return bool(found.ok and found.json().get("status") == "live")
    except (requests.RequestException, ValueError, AttributeError):
        return False


def _port(config: Config) -> Finding:
    try:
        socket.create_server((config.host, config.port), reuse_port=False).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            says = f"Something that is not OCC listens on {_place(config)}."
            return bad("Port", says, "Stop it, or set OCC_PORT.")
        says = f"Nothing can listen on {_place(config)}: {error.strerror}."
        return bad("Port", says, "Set OCC_HOST and OCC_PORT; below 1024 a proxy must stand before.")
    return ok("Port", f"{_place(config)} is free")


def _public_address(
    config: Config, serves: bool, polls: bool, called: Called | None
) -> Iterator[Finding]:
    url = urlsplit(config.public_url)
    subject, mend = "Public address", "Set OCC_PUBLIC_URL to the https address the world uses."
    if not url.hostname or url.query or url.fragment or url.username:
        yield bad(subject, "OCC_PUBLIC_URL is no address of a server.", mend)
        return
    if url.path:
        says = f"{config.public_url} has a path: OCC serves at the root of a host."
        yield warn(subject, says, mend)
    elif is_private(url.hostname) and polls:
        yield ok(subject, f"{config.public_url} is of this network; messages come by polling")
    elif is_private(url.hostname):
        says = f"{config.public_url} is of this machine or network: Twilio can't call it."
        yield warn(subject, says, f"{mend} Or receive by polling.")
    elif url.scheme != "https":
        yield warn(subject, f"{config.public_url} is not https.", mend)
    else:
        yield _called(config.public_url, serves, called, mend)
    if url.scheme == "https" and not config.proxies:
        says = "https is answered by a proxy, and OCC_PROXIES is 0: all visitors look like one."
        yield warn("Proxy", says, "Set OCC_PROXIES to how many proxies stand before OCC.")


def _called(url: str, serves: bool, called: Called | None, mend: str) -> Finding:
    failure = called(url).failure if called else None
    if failure is None or not (serves or failure in _EVEN_AT_REST):
        return ok("Public address", url)
    says = f"{url} does not lead here: {_UNREACHED.get(failure, failure)}."
    return warn("Public address", says, mend)


def is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return (
            host == "localhost"
            or host.endswith((".local", ".localhost", ".internal"))
            or ("." not in host)
        )


def _redis(url: str) -> Finding:
    trouble = redis_server.trouble(url)
    if trouble:
        return bad("Redis", f"It does not answer: {trouble}", "Start it, or mend OCC_REDIS_URL.")
    where = urlsplit(url)
    return ok("Redis", f"{where.hostname or where.path} answers")


def _place(config: Config) -> str:
    return f"{config.host}:{config.port}"
