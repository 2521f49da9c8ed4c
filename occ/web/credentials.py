"""The page that a person is sent to: how shall the sign-in details arrive (B3)?

Whoever holds its address may choose, so there is no sign-in and no cookie, and the address goes
nowhere: no index takes the page up, and no page that comes after is told of it.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.errors import NotFound
from occ.credentials import register, ways
from occ.credentials.models import CHOOSABLE, Account, State, Way
from occ.flows import send_credentials
from occ.product import product
from occ.users import tries
from occ.web import formats, language
from occ.web.access import public
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields

bp = Blueprint("credentials", __name__)
MOST_PER_PAGE = 10
"""Choices in a quarter of an hour."""
MOST_PER_ADDRESS = 60
"""From one network address: a whole queue in a lobby may share it."""


@bp.after_request
def keep_to_itself(answer: Response) -> Response:
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/c/<page>")
@public
def choice(page: str, entry: Entry | None = None) -> ResponseReturnValue:
    return _shown(page, entry or Entry())


@bp.post("/c/<page>")
@public
@or_again(choice)
def choose(page: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    way = fields.one_of("way", list(Way))
    fields.check()
    limits = {f"choice:{page}"[:80]: MOST_PER_PAGE, _from(): MOST_PER_ADDRESS}
    product().run(tries.demand, limits, clock.now())
    words = product().wording
    handed = product().run(send_credentials.choose, page, Way(way), words, clock.now())
    product().wake_senders()
    if handed.shown is not None:
        return _shown(page, Entry(), handed.shown)
    return redirect(url_for(".choice", page=page, lang=request.args.get("lang")), 303)


def address(page: str, spoken: str | None = None) -> str:
    """Absolute: it is handed to somebody elsewhere."""
    return product().config.public_url + url_for("credentials.choice", page=page, lang=spoken)


def _shown(page: str, entry: Entry, secret: str | None = None) -> Response:
    with product().run.reading() as session:
        account = _account(session, page)
        is_over = account.expires_at <= clock.now() or account.state is State.ENDED
        may = not is_over and account.state in CHOOSABLE
        wanted = ways.wanted_by(account)
        offered = ways.offered(session, wanted, clock.now()) if may else []
    shown = render_template(
        "credentials.html",
        account=account,
        is_over=is_over,
        ways=[way for way in offered if account.state is State.FAILED or way != account.way],
        secret=secret,
        entry=entry,
        can_show_again=secret is None and account.way is Way.SCREEN and account.sealed is not None,
        masked=formats.masked(account.phone) if account.phone else "",
        spoken=language.current(),
    )
    response = make_response(shown)
    if account.state is State.SENDING and not entry.refusal:
        # It was chosen how they arrive; what became of it shows without a script.
        response.headers["Refresh"] = "10"
    return response


def _account(session: Session, page: str) -> Account:
    """Raises NotFound, and TooMany for who tries one address after the other."""
    try:
        return register.by_page(session, page)
    except NotFound:
        product().run(tries.demand, {_from(): MOST_PER_ADDRESS}, clock.now())
        raise


def _from() -> str:
    return f"choice from:{request.remote_addr or ''}"
