"""The built browser side: from memory, compressed once, for ever fresh under its digest."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, request, url_for
from werkzeug.security import safe_join

from occ.core.errors import NotFound
from occ.core.words import say
from occ.web.access import public
from occ.web.assets import asset_folder

bp = Blueprint("static", __name__)
_TEXTS = {".css", ".js", ".json", ".svg", ".txt"}
_FOR_EVER = "public, max-age=31536000, immutable"
_NAMED_BY_CONTENT = re.compile(r"-[A-Z0-9]{8}\.js$")
_SHARED = re.compile(rb'(?:from|import)"\./([\w.-]+)"')
_ASK_AGAIN = "public, no-cache"


@dataclass(frozen=True)
class Asset:
    body: bytes
    compressed: bytes | None
    kind: str
    digest: str


@bp.get("/static/<any(dist, img):folder>/<path:name>", endpoint="file")
@public
def send(folder: str, name: str) -> Response:
    asset = find(f"{folder}/{name}")
    fresh = request.args.get("v") == asset.digest or _NAMED_BY_CONTENT.search(name)
    return answer(asset, _FOR_EVER if fresh else _ASK_AGAIN)


def answer(asset: Asset, caching: str) -> Response:
    """Compressed where the browser takes it, and only its tag where the browser has it."""
    response = Response(asset.body, content_type=asset.kind)
    if asset.compressed and request.accept_encodings["gzip"]:
        response.data, response.content_encoding = asset.compressed, "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = caching
    response.set_etag(asset.digest)
    response.make_conditional(request)
    return response


def catalog(language: str) -> str | None:
    """Where a page's script finds its words; None for English: its sentences are the ids."""
    return None if language == "en" else address(f"dist/words.{language}.json")


def address(name: str) -> str:
    """The address of `dist/pages.css` or an image, which changes with its content."""
    folder, _, rest = name.partition("/")
    try:
        digest = find(name).digest
    except NotFound:
        digest = None
    return url_for("static.file", folder=folder, name=rest, v=digest)


def shared_by(script: str) -> list[str]:
    """The addresses of what a module imports from beside it: to be fetched along with it."""
    try:
        body = find(script).body
    except NotFound:
        return []
    folder = script.partition("/")[0]
    names = (found.decode() for found in _SHARED.findall(body))
    return [url_for("static.file", folder=folder, name=name) for name in names]


def find(name: str) -> Asset:
    """Raises NotFound, also for a path that climbs out of its folder."""
    folder, _, rest = name.partition("/")
    joined = safe_join(str(asset_folder() / folder), rest)
    path = Path(joined) if joined else None
    if path is None or not path.is_file():
        raise NotFound(say("There is no such file."))
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=128)
def _read(path: Path, _changed_at: int) -> Asset:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":
        kind = "text/javascript"
    if path.suffix in _TEXTS:
        return text(body, kind)
    return Asset(body, None, kind, _digest(body))


def text(body: bytes, kind: str) -> Asset:
    """What is worth compressing."""
    packed = gzip.compress(body, mtime=0)
    return Asset(body, packed, f"{kind}; charset=utf-8", _digest(body))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
