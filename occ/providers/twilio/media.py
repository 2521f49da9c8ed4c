"""A file of a message, from Twilio's API by way of a redirect to where it really lies.

The account's token goes to the API alone. Where the redirect leads is not Twilio's API any more:
it gets no credentials, and must be on the public internet, so that nobody has us ask the machines
beside us. https://www.twilio.com/docs/messaging/api/media-resource
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError
from werkzeug.http import parse_options_header

from occ.core.words import Words, say
from occ.messaging.ports import Credentials, Download, FetchFailed
from occ.providers.twilio.public_web import NotPublic, PublicWeb
from occ.providers.twilio.wire import rebase

_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 64 * 1024
_PATH = re.compile(r"/2010-04-01/Accounts/AC\w{32}/Messages/\w{34}/Media/\w{34}(\.json)?")
_ELSEWHERE = say("This file's address is not Twilio's. It was not fetched.")
_UNREACHABLE = say("Twilio can't be reached. The file is fetched as soon as it can.")
_MISSING = say("Twilio does not have this file: it may have been deleted there.")
_SHUT = say("Twilio did not let us have this file. Check the account's credentials.")
_BROKEN = say("Twilio did not hand this file out.")
_CUT = say("The line broke off while this file was fetched.")


class MediaDoor:
    """Opens the files of messages; `base` stands for Twilio's own hosts, as in `Wire`."""

    def __init__(self, base_url: str | None, timeout: float) -> None:
        self._base = urlsplit(base_url) if base_url else None
        self._timeout = timeout

    @contextmanager
    def open(self, credentials: Credentials, url: str | None) -> Iterator[Download]:
        """Raises FetchFailed, also where there is no `url`: the file is not in Twilio's list."""
        if url is None:
            raise FetchFailed("404", _MISSING)
        address = self._api_address(url)
        with PublicWeb(self._base and self._base.hostname) as web:
            try:
                answer = self._follow(web, credentials, address)
            except NotPublic as error:
                raise FetchFailed("not_public", _ELSEWHERE, for_good=True) from error
            except (requests.RequestException, HTTPError) as error:
                raise FetchFailed("no_connection", _UNREACHABLE) from error
            with answer:
                if answer.status_code != 200:
                    raise FetchFailed(str(answer.status_code), _refusal(answer))
                yield _download(answer)

    def _follow(self, web: PublicWeb, credentials: Credentials, address: str) -> requests.Response:
        account = HTTPBasicAuth(credentials.account_sid.encode(), credentials.auth_token.encode())
        answer = web.get(address, self._timeout, account)
        for _ in range(_MOST_REDIRECTS):
            if answer.status_code not in _REDIRECTS:
                break
            target = urljoin(answer.url, answer.headers.get("Location", ""))
            answer.close()
            answer = web.get_public(target, self._timeout)
        return answer

    def _api_address(self, url: str) -> str:
        """`url` where it names a file at the API. Credentials go to no other address."""
        try:
            parts = urlsplit(rebase(url, self._base))
            is_ours = _is_api(parts, self._base) and parts.username is None
        except ValueError:
            is_ours = False
        if not is_ours or not _PATH.fullmatch(_without(self._base, parts.path)):
            raise FetchFailed("not_twilio", _ELSEWHERE, for_good=True)
        return parts.geturl()


def _is_api(parts: SplitResult, base: SplitResult | None) -> bool:
    if base is not None:
        return (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
    return parts.scheme == "https" and (parts.hostname or "").endswith(".twilio.com")


def _without(base: SplitResult | None, path: str) -> str:
    return path.removeprefix(base.path.rstrip("/")) if base else path


def _refusal(answer: requests.Response) -> Words:
    if answer.status_code in (404, 410):
        return _MISSING
    return _SHUT if answer.status_code in (401, 403) else _BROKEN


def _download(answer: requests.Response) -> Download:
    length = answer.headers.get("Content-Length", "")
    _, told = parse_options_header(answer.headers.get("Content-Disposition"))
    return Download(
        answer.headers.get("Content-Type", ""),
        int(length) if length.isascii() and length.isdigit() else None,
        told.get("filename"),
        _chunks(answer),
    )


def _chunks(answer: requests.Response) -> Iterator[bytes]:
    """Each as it comes, so that whoever reads can look at the clock between two."""
    try:
        while chunk := answer.raw.read1(_CHUNK, decode_content=False):
            yield chunk
    except (HTTPError, OSError) as error:
        raise FetchFailed("cut", _CUT) from error
