"""The list of tags that conversations may carry."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.conversations import labels
from occ.conversations.labels import LabelKind
from occ.core import clock
from occ.flows import keep_labels
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("tags", __name__)


@bp.get("/tags")
@allowed(Permission.OVERSEE)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        found, counted = labels.listed(session, LabelKind.TAG), labels.taggings(session)
    return render_template(
        "tags.html",
        tags=found,
        counted=counted,
        longest=labels.LONGEST_NAME,
        entry=entry or Entry(),
    )


@bp.post("/tags")
@allowed(Permission.OVERSEE)
@or_again(page)
def add() -> ResponseReturnValue:
    return _save(None)


@bp.post("/tags/<key>")
@allowed(Permission.OVERSEE)
@or_again(lambda key, entry: page(entry))
def rename(key: str) -> ResponseReturnValue:
    return _save(key)


@bp.post("/tags/<key>/remove")
@allowed(Permission.OVERSEE)
@or_again(lambda key, entry: page(entry))
def remove(key: str) -> ResponseReturnValue:
    product().run(keep_labels.remove, me().id, LabelKind.TAG, key, clock.now())
    flash(_("Removed. Conversations that carry it keep it."))
    return redirect(url_for(".page"))


def _save(key: str | None) -> ResponseReturnValue:
    name = Fields(request.form).text("name")
    product().run(keep_labels.save, me().id, LabelKind.TAG, key, name, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))
