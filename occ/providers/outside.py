"""Call our own public address, as well as that can be done from inside."""

from __future__ import annotations

import ssl

import requests
from urllib3.exceptions import NameResolutionError, NewConnectionError

from occ.messaging.reach import Reached
from occ.providers.connecting import Adapter

_LIVE = "/health/live"
_SECONDS = 5.0
_MOST_BYTES = 2048


def reach(public_url: str, installation: str) -> Reached:
    """Whether this very installation answers there.

    The address is the operator's and never a form's; still no redirect is followed, no proxy of
    the environment believed, and no more read than the answer should hold.
    """
    with requests.Session() as session:
        session.trust_env = False
        for scheme in ("https://", "http://"):
            session.mount(scheme, Adapter())
        try:
            answer = session.get(
                public_url + _LIVE,
                headers={"Accept-Encoding": "identity"},
                timeout=_SECONDS,
                allow_redirects=False,
                stream=True,
            )
            with answer:
                body = answer.raw.read(_MOST_BYTES, decode_content=False)
        except requests.Timeout:
            return Reached("timeout")
        except requests.exceptions.SSLError:
            return Reached("certificate")
        except requests.RequestException as error:
            return Reached(_never_left(error) or "connection")
        except OSError:
            return Reached("connection")
    ours = answer.status_code == 200 and installation.encode() in body
    return Reached(None if ours else "stranger", answer.status_code)


def _never_left(error: requests.RequestException) -> str | None:
    """The step that failed where nothing can have been sent."""
    # A ValueError among them is a URL or header that could not even be written.
    if isinstance(error, requests.exceptions.ProxyError | ValueError):
        return None if isinstance(error, requests.JSONDecodeError) else "connection"
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NameResolutionError):
        return "name"
    if isinstance(reason, NewConnectionError):
        return "connection"
    cause = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    return "certificate" if isinstance(cause, ssl.SSLCertVerificationError) else None
