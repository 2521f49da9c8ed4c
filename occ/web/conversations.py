"""The page that carries the agent console."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.contacts import editing, phone_numbers
from occ.core.address import readable
from occ.core.words import Words, say
from occ.messaging import sendable
from occ.product import product
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.translations.catalogs import translate
from occ.users import facts
from occ.users.models import User
from occ.users.permissions import Permission
from occ.web import language, static_files
from occ.web.access import allowed
from occ.web.who import me

bp = Blueprint("conversations", __name__)


@bp.get("/conversations")
@bp.get("/conversations/<key>")
@allowed(Permission.CONVERSE)
def page(key: str | None = None) -> ResponseReturnValue:
    shared = static_files.shared_by("dist/console.js")
    return render_template("console.html", boot=_boot(key), shared=shared)


def _boot(conversation: str | None) -> dict[str, object]:
    """What the console knows before its socket opens; static/console/boot.ts has the shape."""
    spoken = language.current()
    with product().run.reading() as session:
        found = session.get_one(User, me().id)
        user, single_keys = facts.me(found), found.single_keys
        grace_seconds = store.load(session, RoutingSettings).grace_seconds
        write_to = _whom(session, request.args.get("write_to", ""))
    return {
        "language": spoken,
        "direction": language.direction(),
        "words": static_files.catalog(spoken),
        "me": user,
        "single_keys": single_keys,
        "urls": {
            "sign_in": url_for("sign_in.page"),
            "system": url_for("system.page"),
            "replies": url_for("replies.index"),
            "contacts": url_for("contacts.index"),
            "templates": _templates(),
            "later": static_files.address("dist/console_later.js"),
        },
        "grace_seconds": grace_seconds,
        "conversation": conversation,
        "files": _files(spoken),
        "write_to": write_to,
    }


def _files(spoken: str) -> dict[str, object]:
    """What may be attached, told before anything is sent."""
    why_not = product().why_no_files()
    return {
        "accept": sendable.endings(),
        "most": {shape.value: most for shape, most in sendable.LARGEST.items()},
        "why_not": _whole(why_not, spoken) if why_not else None,
    }


def _whole(why_not: Words, spoken: str) -> str:
    mend = say("An administrator sets OCC_PUBLIC_URL to an address that Twilio can reach.")
    return f"{translate(why_not, spoken)} {translate(mend, spoken)}"


def _templates() -> str | None:
    """Of whom may refresh them and see what WhatsApp said."""
    may = me().may(Permission.ADMINISTER)
    return url_for("templates_page.page") if may else None


def _whom(session: Session, key: str) -> dict[str, object] | None:
    """A contact to write to first, as the console shows one."""
    if not key:
        return None
    found = editing.contact(session, key)
    [phone] = [number.phone for number in phone_numbers.of(session, found.id)][:1] or [None]
    return {
        "key": found.key,
        "name": found.name,
        "address": readable(phone) if phone else None,
        "language": found.language,
    }
