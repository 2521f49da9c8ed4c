"""Pages that keep a list of labels: tags and outcomes are kept alike."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.conversations import labels
from occ.conversations.labels import LabelKind
from occ.core import clock
from occ.core.words import Words
from occ.flows import keep_labels
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me


@dataclass(frozen=True)
class Said:
    """What a page says of its list."""

    title: Words
    about: Words
    add: Words
    none: Words
    removed: Words


def pages(name: str, kind: LabelKind, permission: Permission, said: Said) -> Blueprint:
    """The blueprint `name`, at the address of that name."""
    bp = Blueprint(name, __name__)

    @bp.get(f"/{name}")
    @allowed(permission)
    def page(entry: Entry | None = None) -> ResponseReturnValue:
        with product().run.reading() as session:
            found, counted = labels.listed(session, kind), labels.carried(session, kind)
        return render_template(
            "labels.html",
            said=said,
            labels=found,
            counted=counted,
            longest=labels.LONGEST_NAME,
            entry=entry or Entry(),
        )

    @bp.post(f"/{name}")
    @allowed(permission)
    @or_again(page)
    def add() -> ResponseReturnValue:
        return save(None)

    @bp.post(f"/{name}/<key>")
    @allowed(permission)
    @or_again(lambda key, entry: page(entry))
    def rename(key: str) -> ResponseReturnValue:
        return save(key)

    @bp.post(f"/{name}/<key>/remove")
    @allowed(permission)
    @or_again(lambda key, entry: page(entry))
    def remove(key: str) -> ResponseReturnValue:
        product().run(keep_labels.remove, me().id, kind, key, clock.now())
        flash(_(said.removed.text))
        return redirect(url_for(".page"))

    def save(key: str | None) -> ResponseReturnValue:
        typed = Fields(request.form).text("name")
        product().run(keep_labels.save, me().id, kind, key, typed, clock.now())
        flash(_("Saved."))
        return redirect(url_for(".page"))

    return bp
