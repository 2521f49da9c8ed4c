"""HTTP to a provider: always a timeout, no cookies, and two ways to go wrong on the line."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import requests
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import Retry, Timeout

from occ.providers.connecting import Adapter, WholeAdapter

_HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate"}
_ONCE = Retry(False)
FORM = "application/x-www-form-urlencoded"


class NotConnected(Exception):
    """Nothing was sent. `step`: "name", "connection", "certificate" or "timeout"."""

    def __init__(self, step: str = "connection") -> None:
        super().__init__(step)
        self.step = step


class NoAnswer(Exception):
    """Something was sent, and no usable answer came back. `what` is a word or an HTTP status."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


Headers = Mapping[str, str | bytes]


class Answer(NamedTuple):
    """With whatever status; `text` as UTF-8 has it."""

    status: int
    text: str
    headers: Mapping[str, str]


class Line:
    """One for every thread: it keeps connections and nothing else.

    What the environment says of proxies and certificates is read once for an address, as
    `requests` reads it; from then on `urllib3` is spoken to. No password of a .netrc is believed.
    """

    def __init__(self, most_at_once: int, *, is_whole: bool = False) -> None:
        """Who calls beyond `most_at_once` waits, and the wait counts in the timeout.

        `is_whole`: so does all else, however slowly an answer comes in; otherwise each piece of
        it may take so long.
        """
        kind = WholeAdapter if is_whole else Adapter
        self._adapter, self._is_whole = kind(pool_maxsize=most_at_once), is_whole
        self._free = threading.BoundedSemaphore(most_at_once)
        self._pools: dict[str, tuple[HTTPConnectionPool, str]] = {}

    def call(
        self,
        method: str,
        url: str,
        headers: Headers,
        timeout: float,
        body: str | bytes | None = None,
    ) -> Answer:
        """`timeout` is in seconds. No redirect is followed, and nothing is tried again.

        Raises NotConnected, NoAnswer.
        """
        late = time.monotonic() + timeout
        _demand_writable(headers)
        if not self._free.acquire(timeout=timeout):
            raise NotConnected("timeout")
        try:
            with _named():
                pool, before = self._pool(url)
                # urllib3 takes bytes as well; its types do not say so.
                written: dict[str, Any] = {**_HEADERS, **headers}
                answer = pool.urlopen(
                    method,
                    before + _target(url),
                    body=body,
                    headers=written,
                    retries=_ONCE,
                    redirect=False,
                    assert_same_host=False,
                    timeout=self._within(max(0.001, late - time.monotonic())),
                )
                return Answer(answer.status, answer.data.decode(errors="replace"), answer.headers)
        finally:
            self._free.release()

    def _within(self, left: float) -> Timeout:
        return Timeout(total=left) if self._is_whole else Timeout(connect=left, read=left)

    def _pool(self, url: str) -> tuple[HTTPConnectionPool, str]:
        """The connections to its host, and what a plain proxy has to read before the path."""
        scheme, host, *_ = urlsplit(url)
        origin = f"{scheme}://{host}"
        if origin not in self._pools:
            self._pools[origin] = self._opened(origin)
        return self._pools[origin]

    def _opened(self, origin: str) -> tuple[HTTPConnectionPool, str]:
        try:
            asked = requests.Request("GET", origin).prepare()
            known = requests.Session().merge_environment_settings(origin, {}, None, None, None)
            proxies, verify, cert = known["proxies"], known["verify"], known["cert"]
            pool: Any = self._adapter.get_connection_with_tls_context(asked, verify, proxies, cert)
            self._adapter.cert_verify(pool, origin, verify, cert)  # type: ignore[no-untyped-call]
            before = self._adapter.request_url(asked, proxies)
        except (requests.RequestException, OSError) as error:
            raise NotConnected from error
        return pool, before.rstrip("/")


def encoded(form: Mapping[str, Any]) -> str:
    """A form, or what stands after a question mark; what is None is left out."""
    return urlencode({name: told for name, told in form.items() if told is not None}, doseq=True)


def _target(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _demand_writable(headers: Headers) -> None:
    """Only before anything is sent is it certain that nothing was."""
    for value in headers.values():
        written = value if isinstance(value, bytes) else value.encode()
        if b"\r" in written or b"\n" in written:
            raise NotConnected


@contextmanager
def _named() -> Iterator[None]:
    """What urllib3 calls a failure, as we call it."""
    try:
        yield
    except NameResolutionError as error:
        raise NotConnected("name") from error
    except (NewConnectionError, ProxyError, LocationValueError) as error:
        raise NotConnected from error
    except ConnectTimeoutError as error:
        raise NotConnected("timeout") from error
    except ReadTimeoutError as error:
        raise NoAnswer("timeout") from error
    except SSLError as error:
        if error.args and isinstance(error.args[0], ssl.SSLCertVerificationError):
            raise NotConnected("certificate") from error
        raise NoAnswer("tls") from error
    except (HTTPError, OSError) as error:
        raise NoAnswer("lost") from error
