"""Files that customers sent, from this server alone, to those who may see the conversation."""

from __future__ import annotations

from flask import Blueprint, Response, send_file

from occ.core import files
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import fetch_media
from occ.messaging import file_types
from occ.messaging.file_types import Shape
from occ.messaging.models import FileState, MediaFile
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
_KEPT_BY_BROWSERS = "private, max-age=3600"


@bp.get("/media/<key>")
@allowed(Permission.CONVERSE)
def file(key: str) -> Response:
    """Shown where it is a picture, a sound or a film; anything else is only saved."""
    with product().run.reading() as session:
        row = fetch_media.seen(session, me().id, key)
    path = files.place(product().config.media, row.file)
    if row.state is not FileState.READY or not path.is_file():
        raise NotFound(say("This file is not here, or not yet."))
    response = send_file(
        path,
        mimetype=row.content_type,
        as_attachment=file_types.shape(row.content_type) not in _SHOWN,
        download_name=_name(row),
        etag=row.key,
        conditional=True,
    )
    response.headers["Cache-Control"] = _KEPT_BY_BROWSERS
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.vary.add("Cookie")
    return response


def _name(row: MediaFile) -> str:
    if row.name:
        return row.name
    known = file_types.TAKEN[row.content_type]
    return f"{known.shape.value}-{row.key[-6:]}{known.ending}"
