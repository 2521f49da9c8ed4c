"""Settings → Widget → Widget in use → Channels → WhatsApp: which services it leads to (A4)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from occ.core import clock
from occ.journal.entries import Subject
from occ.product import product
from occ.services import listing, origins, page_words, senders, widget_editing, widget_form, widgets
from occ.services.widget_form import WidgetForm
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin import journal_words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES
from occ.web.who import me
from occ.web.widgets import address, ways

bp = Blueprint("widget_settings", __name__)


@bp.get("/settings/widgets")
@allowed(Permission.ADMINISTER)
def index(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        rows = [(each, widgets.services(session, each)) for each in widgets.every(session)]
    return render_template(
        "widgets/index.html",
        rows=rows,
        entry=entry or Entry(),
        longest=widget_form.LONGEST_NAME,
    )


@bp.post("/settings/widgets")
@allowed(Permission.ADMINISTER)
@or_again(index)
def create() -> ResponseReturnValue:
    widget = product().run(
        widget_editing.create, me().id, Fields(request.form).text("name"), clock.now()
    )
    return redirect(url_for(".page", key=widget.key))


@bp.get("/settings/widgets/<key>/channels/whatsapp")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        widget = widgets.by_key(session, key)
        chosen = widgets.services(session, widget)
        reachable = widgets.reachable(session, widget)
        offline = senders.among(session, chosen)
        is_on = store.load(session, TwilioSettings).whatsapp
        others = [each for each in listing.live(session) if each not in chosen]
        lines = journal_words.lines(session, Subject("widget", key))
    form = widgets.form_of(widget, chosen)
    return render_template(
        "widgets/page.html",
        widget=widget,
        entry=entry or _entry(form),
        services=[*chosen, *others],
        chosen=chosen,
        reachable=reachable,
        offline=offline,
        company_whatsapp=is_on,
        ways=ways(key, page_words.fit(form.first_words, ""), reachable),
        at=address(key),
        snippet=_snippet(address(key), widget.button_text),
        origin=origins.read(product().config.public_url),
        languages=LANGUAGES,
        longest=widget_form,
        lines=lines,
    )


@bp.post("/settings/widgets/<key>/channels/whatsapp")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    """`up` is the service whose button was pressed: it is kept one place higher."""
    form = read(request.form, up=request.form.get("up"))
    product().run(widget_editing.change, me().id, key, form, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))


@bp.post("/settings/widgets/<key>/archive")
@allowed(Permission.ADMINISTER)
def archive(key: str) -> ResponseReturnValue:
    product().run(widget_editing.archive, me().id, key, clock.now())
    flash(_("Archived. Its button has gone from every page within five minutes."))
    return redirect(url_for(".index"))


@bp.post("/settings/widgets/<key>/restore")
@allowed(Permission.ADMINISTER)
def restore(key: str) -> ResponseReturnValue:
    product().run(widget_editing.restore, me().id, key, clock.now())
    flash(_("In use again."))
    return redirect(url_for(".page", key=key))


def read(typed: MultiDict[str, str], up: str | None = None) -> WidgetForm:
    fields = Fields(typed)
    services = list(fields.chosen("services"))
    if up in services[1:]:
        place = services.index(up)
        services[place - 1 : place + 1] = reversed(services[place - 1 : place + 1])
    return WidgetForm(
        name=fields.text("name"),
        services=tuple(services),
        allowed_origins=tuple(fields.text("allowed_origins").splitlines()),
        first_words=fields.text("first_words"),
        button_text=fields.text("button_text"),
        other_contact=fields.text("other_contact"),
        colour=fields.text("colour"),
        corner=fields.text("corner"),
        language=fields.text("language"),
    )


def _snippet(at: str, button_text: str) -> str:
    """The link is the widget where no script runs."""
    return (
        f'<a href="{at}" data-occ>{escape(button_text or "WhatsApp")}</a>\n'
        f'<script async src="{at}.js"></script>'
    )


def _entry(form: WidgetForm) -> Entry:
    return Entry.of({**vars(form), "allowed_origins": "\n".join(form.allowed_origins)})
