"""Connections that are made in time: looking the name up counts, and each address that is tried."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, ClassVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError

Connect = Callable[[], socket.socket]


class InTime(HTTPConnection):
    """A resolver knows no timeout of ours, and of many addresses each would be given all of it."""

    def _new_conn(self) -> socket.socket:
        if _is_address(self.host):
            return super()._new_conn()
        connected = _Attempt(super()._new_conn).within(self.timeout)
        if connected is None:
            raise ConnectTimeoutError(self, f"not connected to {self.host} in {self.timeout} s")
        return connected


class InTimeByTls(InTime, HTTPSConnection):
    pass


def _is_address(host: str) -> bool:
    """One that needs no look-up."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class _Pool(HTTPConnectionPool):
    ConnectionCls = InTime


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = InTimeByTls


class Adapter(HTTPAdapter):
    """Behind a proxy of the operator's it is as the library has it."""

    POOLS: ClassVar[dict[str, type[HTTPConnectionPool]]] = {"http": _Pool, "https": _TlsPool}

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self.POOLS


class _Attempt:
    """One try to connect, in a thread that is left behind where it takes too long."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._lock, self._over = threading.Lock(), threading.Event()
        self._connected: socket.socket | None = None
        self._error: BaseException | None = None
        self._is_given_up = False

    def within(self, seconds: float | None) -> socket.socket | None:
        """None where it was not connected by then; raises what connecting raised."""
        threading.Thread(target=self._run, name="connect", daemon=True).start()
        self._over.wait(seconds)
        with self._lock:
            self._is_given_up = not self._over.is_set()
        if self._error:
            raise self._error
        return self._connected

    def _run(self) -> None:
        try:
            connected = self._connect()
        except BaseException as error:
            self._error = error
            self._over.set()
            return
        with self._lock:
            if self._is_given_up:
                connected.close()
                return
            self._connected = connected
            self._over.set()
