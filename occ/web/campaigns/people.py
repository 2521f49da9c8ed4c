"""Recipients: where they come from, and whom exactly (C5)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from occ.campaigns import counts, recipients
from occ.campaigns.audience import Source
from occ.campaigns.models import Flag
from occ.contacts import segments
from occ.contacts.imports import tables
from occ.contacts.imports.tables import Shape
from occ.core import blocking, clock, files
from occ.core.errors import Invalid
from occ.flows import add_numbers, campaign_audiences, edit_campaign, prepare_campaign
from occ.product import product
from occ.web import formats, sent_file
from occ.web.campaigns import door, words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("campaign_people", __name__)
PAGE = 50
SEGMENT = "segment"
"""In the form; the campaign keeps its filter."""


@bp.get("/campaigns/<key>/recipients")
@door.writers
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    left_out = request.args.get("left_out") == "1"
    after = request.args.get("after", 0, type=int)
    with product().run.reading() as session:
        campaign = door.find(session, key)
        run = recipients.of(session, campaign)
        flag = Flag.SKIPPED if left_out else Flag.PENDING
        rows = recipients.page(session, run.id, flag, after, PAGE + 1)
        figures = counts.of(session, [run.id])[run.id]
        saved = segments.all_of_them(session)
        reasons = counts.reasons(session, run.id) if run.preparing == "ready" else {}
    return render_template(
        "campaigns/people.html",
        campaign=campaign,
        run=run,
        rows=rows[:PAGE],
        has_more=len(rows) > PAGE,
        left_out=left_out,
        figures=figures,
        reasons=reasons,
        segments=[(each.key, each.name) for each in saved],
        largest=tables.LARGEST_EXCEL // 2**20,
        words=words,
        entry=entry or _stored(run.source),
    )


@bp.post("/campaigns/<key>/recipients")
@door.writers
@or_again(page)
def choose(key: str) -> ResponseReturnValue:
    door.demand(key)
    fields = Fields(request.form)
    kind = fields.one_of("source", (Source.FILTER, SEGMENT, Source.NUMBERS))
    fields.check()
    if kind == Source.NUMBERS:
        source = _numbers()
    elif kind == SEGMENT:
        with product().run.reading() as session:
            source = campaign_audiences.of_segment(session, fields.text("segment"))
    else:
        source = campaign_audiences.everybody()
    product().run(edit_campaign.choose, me().id, key, source, clock.now())
    product().run(prepare_campaign.begin, key, clock.now())
    for job in ("campaign_audience", "campaign_lists"):
        product().wake(job)
    return redirect(url_for(".page", key=key))


def _stored(source: Mapping[str, Any]) -> Entry:
    segment = source.get("segment", "")
    return Entry.of({"source": SEGMENT if segment else source["kind"], "segment": segment})


def _numbers() -> dict[str, Any]:
    """The file, or what was typed, kept and looked into: it is read to its end by a job.

    Raises Invalid.
    """
    with product().run.reading() as session:
        home = add_numbers.home_of(session)
    name = files.new_name()
    path = files.place(product().config.imports, name)
    try:
        shape = _kept(path)
        with tables.whole(path, shape) as rows:
            table = blocking.run(add_numbers.read, rows, home)
    except Invalid:
        path.unlink(missing_ok=True)
        raise
    return add_numbers.source_of(table, name, shape)


def _kept(path: Path) -> Shape:
    """Raises Invalid for a file that is none of ours."""
    sent = request.files.get("file")
    if sent and sent.filename:
        sent_file.keep(sent, path)
        return blocking.run(tables.shape, path)
    typed = request.form.get("numbers", "").encode()
    with files.writing(path) as file:
        file.write(typed)
    return tables.typed(typed)


@bp.post("/campaigns/<key>/recipients/pick")
@door.writers
@or_again(page)
def pick(key: str) -> ResponseReturnValue:
    """Leave out who is ticked, or take them in again."""
    door.demand(key)
    positions = [int(each) for each in request.form.getlist("position") if each.isdecimal()]
    take_in = request.form.get("picked") == "on"
    changed = product().run(
        edit_campaign.pick, me().id, key, positions[:PAGE], take_in, clock.now()
    )
    product().wake("campaign_audience")
    flash(
        ngettext(
            "%(count)s recipient changed.",
            "%(count)s recipients changed.",
            changed,
            count=formats.number(changed),
        )
        if changed
        else _("Tick somebody first.")
    )
    return redirect(url_for(".page", key=key, left_out="1" if take_in else None))
