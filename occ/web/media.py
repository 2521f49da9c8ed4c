"""Files of messages, from this server alone, to those who may see the conversation."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, send_file

from occ.core import files
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import fetch_media
from occ.messaging import file_types
from occ.messaging.file_types import Shape
from occ.messaging.models import FileState
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.who import me

bp = Blueprint("media", __name__)
_SHOWN = {Shape.IMAGE, Shape.AUDIO, Shape.VIDEO}
# A stranger wrote what is in it: nothing of it runs, wherever it is opened.
_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
    " frame-ancestors 'none'; sandbox"
)
_NOT_HERE = say("This file is not here, or not yet.")
_KEPT_BY_BROWSERS = "private, max-age=3600"


@bp.get("/media/<key>")
@allowed(Permission.CONVERSE)
def file(key: str) -> Response:
    """Shown where it is a picture, a sound or a film; anything else is only saved."""
    with product().run.reading() as session:
        row = fetch_media.seen(session, me().id, key)
    if row.state is not FileState.READY:
        raise NotFound(_NOT_HERE)
    return handed(File(row.key, row.file, row.content_type, row.name))


class File(NamedTuple):
    """`kept_as`: its name in OCC_HOME/media; `name`: what people call it."""

    key: str
    kept_as: str
    content_type: str
    name: str | None


def handed(file: File, to_keep: bool = True) -> Response:
    """The file itself; browsers keep it for a while, unless not `to_keep`. Raises NotFound."""
    path = files.place(product().config.media, file.kept_as)
    if not path.is_file():
        raise NotFound(_NOT_HERE)
    response = send_file(
        path,
        mimetype=file.content_type,
        as_attachment=file_types.shape(file.content_type) not in _SHOWN,
        download_name=_name(file),
        etag=file.key,
        conditional=True,
    )
    response.headers["Cache-Control"] = _KEPT_BY_BROWSERS if to_keep else "no-store"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.vary.add("Cookie")
    return response


def _name(file: File) -> str:
    if file.name:
        return file.name
    known = file_types.TAKEN[file.content_type]
    return f"{known.shape.value}-{file.key[-6:]}{known.ending}"
