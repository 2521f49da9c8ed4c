"""Requests that reach the public internet and nothing beside us, whatever a name resolves to."""

from __future__ import annotations

import ipaddress
import socket
from http.cookiejar import DefaultCookiePolicy
from typing import ClassVar, Self
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from occ.providers.connecting import Adapter, InTimeByTls


class NotPublic(Exception):
    """An address on this machine or its own network, or one that is not https."""


class PublicWeb:
    """`own_host` is a stand-in for the provider that the operator chose: it may be anywhere."""

    def __init__(self, own_host: str | None) -> None:
        self._own_host = own_host
        self._own, self._public = requests.Session(), requests.Session()
        for scheme in ("https://", "http://"):
            self._own.mount(scheme, Adapter())
        self._public.mount("https://", _PublicOnly())
        for session in (self._own, self._public):
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def get(self, url: str, timeout: float, auth: AuthBase) -> requests.Response:
        """From an address that is trusted with credentials; a redirect is not followed."""
        return _get(self._own, url, timeout, auth)

    def get_public(self, url: str, timeout: float) -> requests.Response:
        """From an address that somebody else named. Raises NotPublic."""
        try:
            parts = urlsplit(url)
            named = parts.username or parts.password
        except ValueError as error:
            raise NotPublic(url) from error
        if parts.hostname and parts.hostname == self._own_host and not named:
            return _get(self._own, url, timeout, _Nobody())
        if parts.scheme != "https" or named or not _may_be_public(parts.hostname):
            raise NotPublic(url)
        return _get(self._public, url, timeout, _Nobody())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.close()
        self._public.close()


class _Nobody(AuthBase):
    """Without it requests would look for a password in a .netrc."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _PublicConnection(InTimeByTls):
    def _new_conn(self) -> socket.socket:
        """The peer is looked at, not the name: a name may resolve to another address next time."""
        connected = super()._new_conn()
        if not is_public(connected.getpeername()[0]):
            connected.close()
            raise NotPublic(self.host)
        return connected


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicOnly(Adapter):
    """Behind a proxy of the operator's that proxy decides where one may go."""

    POOLS: ClassVar[dict[str, type[HTTPConnectionPool]]] = {"https": _PublicPool}


def is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


def _may_be_public(host: str | None) -> bool:
    """False for an address in figures that is not; a name is known once it is connected."""
    try:
        return is_public(host or "127.0.0.1")
    except ValueError:
        return True


def _get(session: requests.Session, url: str, timeout: float, auth: AuthBase) -> requests.Response:
    headers = {"Accept-Encoding": "identity", "Connection": "close"}
    return session.get(
        url, headers=headers, timeout=timeout, auth=auth, stream=True, allow_redirects=False
    )
