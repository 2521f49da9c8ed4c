"""Import: file → columns → check → stored in the background, and the refused lines back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.contacts import countries, import_rows
from occ.contacts.import_models import Import, ImportState
from occ.contacts.imports import columns, encoding, tables, work
from occ.contacts.imports.columns import Field
from occ.contacts.imports.tables import Shape
from occ.core import blocking, clock, files
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import import_contacts
from occ.product import product
from occ.settings.company import COUNTRIES
from occ.users.permissions import Permission
from occ.web import country_names, csv_file, language, sent_file
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("importing", __name__)
SHOWN_REFUSALS = 100
_STEPS = 50
"""How often at most a page is drawn anew while an import goes on."""
FIELDS = {
    Field.PHONE: say("Mobile number"),
    Field.NAME: say("Name, or first name"),
    Field.LAST_NAME: say("Last name"),
    Field.CONTRACTOR: say("Contractor"),
    Field.CONTRACTOR_CODE: say("Contractor’s code"),
    Field.LANGUAGE: say("Language"),
    Field.TAGS: say("Tags"),
    Field.NOTE: say("Note"),
    Field.SMS: say("Consent to SMS"),
    Field.WHATSAPP: say("Consent to WhatsApp"),
    Field.SAID_ON: say("Day of the consent"),
}
SEPARATORS = {";": ";", ",": ",", "\t": "⇥", "|": "|"}


@bp.get("/contacts/import")
@allowed(Permission.KEEP_CONTACTS)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        recent = import_rows.recent(session, 20)
    return render_template(
        "contacts/import.html",
        entry=entry or Entry(),
        recent=recent,
        largest_csv=tables.LARGEST_CSV // 2**20,
        largest_excel=tables.LARGEST_EXCEL // 2**20,
        most_lines=work.MOST_LINES,
    )


@bp.post("/contacts/import")
@allowed(Permission.KEEP_CONTACTS)
@or_again(page)
def bring() -> ResponseReturnValue:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid({"file": say("Choose a file.")})
    name = files.new_name()
    path = files.place(product().config.imports, name)
    sent_file.keep(sent, path)
    try:
        shape = blocking.run(tables.shape, path)
        rows = blocking.run(tables.beginning, path, shape, 6)
        made = product().run(
            import_contacts.bring, me().id, (sent.filename, name), shape, rows, clock.now()
        )
    except Invalid:
        path.unlink(missing_ok=True)
        raise
    return redirect(url_for(".one", key=made.key))


@bp.get("/contacts/import/<key>")
@allowed(Permission.KEEP_CONTACTS)
def one(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        found = import_rows.by_key(session, key)
        home = countries.home_of(session)
    chosen = Entry.of(
        {
            **{f"column-{place}": field for place, field in found.columns.items()},
            "home": found.home or home or "",
            "words": found.words,
            "encoding": found.shape["encoding"],
            "separator": found.shape["separator"],
        }
    )
    has_work = found.state in (ImportState.CHECKED, ImportState.STOPPED, ImportState.DONE)
    refused = blocking.run(work.refused, _work(found), 0, SHOWN_REFUSALS) if has_work else []
    return render_template(
        "contacts/import_one.html",
        found=found,
        state=_state(found),
        entry=chosen.with_typed(entry) if entry else chosen,
        fields=FIELDS,
        countries=country_names.all_by_name(),
        encodings=[(each, each) for each in encoding.ENCODINGS],
        separators=SEPARATORS,
        refused=refused,
    )


@bp.get("/contacts/import/<key>/state")
@allowed(Permission.KEEP_CONTACTS)
def state(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        found = import_rows.by_key(session, key)
    return jsonify(state=_state(found))


@bp.post("/contacts/import/<key>/reading")
@allowed(Permission.KEEP_CONTACTS)
@or_again(one)
def read_again(key: str) -> ResponseReturnValue:
    """In another encoding, or with another separator."""
    fields = Fields(request.form)
    chosen = fields.one_of("encoding", encoding.ENCODINGS)
    # A tabulator is a blank to strip().
    by = request.form.get("separator", "")
    fields.check(separator=None if by in SEPARATORS else say("Choose one of the list."))
    with product().run.reading() as session:
        found = import_rows.by_key(session, key)
    shape = Shape(tables.CSV, chosen, by)
    path = files.place(product().config.imports, found.file)
    rows = blocking.run(tables.beginning, path, shape, 6)
    product().run(import_contacts.read_again, key, shape, rows)
    return redirect(url_for(".one", key=key))


@bp.post("/contacts/import/<key>/columns")
@allowed(Permission.KEEP_CONTACTS)
@or_again(one)
def say_columns(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    chosen: dict[int, Field] = {}
    for place in range(tables.MOST_COLUMNS):
        field = fields.one_of(f"column-{place}", ["", *Field])
        if field in list(Field):
            chosen[place] = Field(field)
    home = fields.one_of("home", ["", *COUNTRIES])
    fields.check()
    words = fields.text("words")
    product().run(import_contacts.say_columns, key, chosen, home or None, words, clock.now())
    product().wake("imports")
    return redirect(url_for(".one", key=key))


@bp.post("/contacts/import/<key>/begin")
@allowed(Permission.KEEP_CONTACTS)
@or_again(one)
def begin(key: str) -> ResponseReturnValue:
    product().run(import_contacts.begin, me().id, key, clock.now())
    product().wake("imports")
    return redirect(url_for(".one", key=key))


@bp.post("/contacts/import/<key>/stop")
@allowed(Permission.KEEP_CONTACTS)
@or_again(one)
def stop(key: str) -> ResponseReturnValue:
    product().run(import_contacts.stop, me().id, key, clock.now())
    return redirect(url_for(".one", key=key))


@bp.post("/contacts/import/<key>/discard")
@allowed(Permission.KEEP_CONTACTS)
@or_again(one)
def discard(key: str) -> ResponseReturnValue:
    found = product().run(import_contacts.discard, me().id, key, clock.now())
    path = files.place(product().config.imports, found.file)
    path.unlink(missing_ok=True)
    _work(found).unlink(missing_ok=True)
    flash(_("The file is gone. Contacts that were stored stay."))
    return redirect(url_for(".page"))


@bp.get("/contacts/import/<key>/refused.csv")
@allowed(Permission.KEEP_CONTACTS)
def refused(key: str) -> ResponseReturnValue:
    """The refused lines with the reason beside each: mended, the file imports again."""
    with product().run.reading() as session:
        found = import_rows.by_key(session, key)
    path = _work(found)
    header = [name for name in found.header if name != columns.REASON]
    places = [place for place, name in enumerate(found.header) if name != columns.REASON]

    def parts() -> Iterator[list[list[object]]]:
        after = 0
        while some := blocking.run(work.refused, path, after, work.SLICE):
            after = some[-1].number
            yield [
                [
                    *(line.cells[place] if place < len(line.cells) else "" for place in places),
                    language.translate(line.words),
                ]
                for line in some
            ]

    name = f"{Path(found.name).stem}-refused"
    safe = "".join(each for each in name if each.isascii() and (each.isalnum() or each in "-_"))
    return csv_file.stream(safe or "refused", [*header, columns.REASON], parts())


def _work(found: Import) -> Path:
    return work.beside(files.place(product().config.imports, found.file))


def _state(found: Import) -> str:
    """Another word whenever there is something new to show."""
    if found.state is ImportState.CHECKING:
        return f"checking {found.position // 5000}"
    if found.state is ImportState.RUNNING:
        return f"running {found.position * _STEPS // max(found.total, 1)}"
    return str(found.state)
