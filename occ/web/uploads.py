"""Files that agents attach, and the links by which Twilio fetches them."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from occ.core import blocking, clock, files
from occ.core.errors import OccError
from occ.core.words import say
from occ.flows import attach_file
from occ.messaging import file_types, media, sendable, uploads, vcards
from occ.messaging.media import Fetched
from occ.product import product
from occ.routing import access
from occ.users.models import User
from occ.users.permissions import Permission
from occ.web import sent_file
from occ.web.access import allowed, public
from occ.web.media import File, handed
from occ.web.who import me

bp = Blueprint("uploads", __name__)
linked = Blueprint("linked_files", __name__)


@bp.post("/conversations/<key>/files")
@allowed(Permission.CONVERSE)
def attach(key: str) -> ResponseReturnValue:
    """JSON: what the composer shows of the file, or why it is not taken."""
    why_not = product().why_no_files()
    if why_not:
        raise OccError(why_not, "no_files")
    with product().run.reading() as session:
        # Who may not attach it sends us no file, as far as that can be helped.
        access.conversation_for(session, session.get_one(User, me().id), key)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise OccError(say("Choose a file."), "no_file")
    name = files.new_name()
    path = files.place(product().config.media, name)
    try:
        what = _keep(sent, path)
        shown = product().run(attach_file.attach, me().id, key, name, what, clock.now())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return jsonify(file=shown)


def _keep(sent: FileStorage, path: Path) -> Fetched:
    """Raises OccError for what WhatsApp would not take."""
    name = sent.filename or ""
    declared = sendable.declared(sent.mimetype or "", name)
    head = sent.stream.read(file_types.HEAD_BYTES)
    real = sendable.really(declared, head)
    sent.stream.seek(0)
    size = sent_file.keep(sent, path)
    sendable.demand_size(real, size)
    cards = blocking.run(_cards, path) if real == "text/vcard" else None
    return Fetched(real, size, file_types.file_name(name, real), cards)


def _cards(path: Path) -> list[vcards.Card]:
    with open(path, "rb") as file:
        return vcards.read(file.read(vcards.LARGEST_BYTES))


@bp.get("/uploads/<key>")
@allowed(Permission.CONVERSE)
def preview(key: str) -> Response:
    with product().run.reading() as session:
        row = uploads.own(session, me().id, key)
    return handed(File(row.key, row.file, row.content_type, row.name))


@linked.get("/files/<token>")
@public
def fetched(token: str) -> Response:
    """For Twilio: HEAD and GET, with the true type and the name that the customer sees."""
    with product().run.reading() as session:
        row = media.by_link(session, token, clock.now())
    return handed(File(row.key, row.file, row.content_type, row.name), to_keep=False)
