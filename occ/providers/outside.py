"""Call our own public address, as well as that can be done from inside."""

from __future__ import annotations

import requests

from occ.messaging.reach import Reached
from occ.providers.connecting import Adapter
from occ.providers.web import never_left

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
            return Reached(never_left(error) or "connection")
        except OSError:
            return Reached("connection")
    ours = answer.status_code == 200 and installation.encode() in body
    return Reached(None if ours else "stranger", answer.status_code)
