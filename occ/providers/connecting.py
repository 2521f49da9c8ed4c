"""Connections that are made, and read, in time.

Looking the name up counts, and each address that is tried; an answer that drips in counts as one.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPResponse
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


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *more: Any, until: float, **options: Any) -> None:
        super().__init__(_Pieces(sock, until), *more, **options)  # type: ignore[arg-type]


class _Pieces(io.RawIOBase):
    """What comes in by a socket, until so far on the monotonic clock."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._socket, self._until = sock, until
        self._raw = sock.makefile("rb", buffering=0)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class ReadInTime(InTime):
    def getresponse(self) -> Any:
        """`timeout` is what is left by now, and for all that is read instead of for each piece."""
        if isinstance(self.timeout, int | float):
            until = time.monotonic() + self.timeout
            self.response_class = partial(_Response, until=until)  # type: ignore[assignment]
        return super().getresponse()


class ReadInTimeByTls(ReadInTime, InTimeByTls):
    pass


class _WholePool(HTTPConnectionPool):
    ConnectionCls = ReadInTime


class _WholeTlsPool(HTTPSConnectionPool):
    ConnectionCls = ReadInTimeByTls


class WholeAdapter(Adapter):
    """The timeout is the whole call's; elsewhere it is each piece's that comes in."""

    POOLS: ClassVar[dict[str, type[HTTPConnectionPool]]] = {
        "http": _WholePool,
        "https": _WholeTlsPool,
    }


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
