"""Whatever goes wrong becomes a page, or JSON of one shape: `{code, error, fields}`.

The public API has a shape of its own, which outside programs rely on: api/problems.py.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field

import flask_babel
from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from occ.core.errors import Invalid, OccError
from occ.core.words import Words, say
from occ.settings.pages import CompanySettings
from occ.web import access, language, who
from occ.web.api import problems
from occ.web.asked import is_api_call, wants_json

log = logging.getLogger(__name__)

_HTTP = {
    400: say("The browser sent something that can't be read. Go back and try again."),
    404: say("There is nothing at this address. It may have moved, or the link is cut short."),
    405: say("This address does not take what was sent to it. Go back and try again."),
    413: say("This is more than can be taken at once. Send less."),
}
_OUT_OF_DATE = say(
    "This page was opened before you last signed in or out, and nothing was saved. "
    "Go back: what you entered is still there. Send it again."
)
_OURS = say("This did not work, and the fault is ours. Try again in a moment.")


@dataclass(frozen=True)
class Failure:
    status: int
    code: str
    words: Words
    fields: dict[str, Words] = field(default_factory=dict)
    number: str | None = None
    """For support: it stands in the log beside what happened."""


def show(app: Flask) -> None:
    app.register_error_handler(OccError, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _refused(why: OccError) -> ResponseReturnValue:
    fields = why.fields if isinstance(why, Invalid) else {}
    return _answer(Failure(why.status, why.code, why.words, fields))


def _forged(_why: CSRFError) -> ResponseReturnValue:
    try:
        access.demand_sign_in()
    except access.SignedOut as why:
        return _refused(why)
    return _answer(Failure(400, "out_of_date", _OUT_OF_DATE))


def _http(why: HTTPException) -> ResponseReturnValue:
    if why.response is not None or why.code is None or why.code < 400:
        return why
    words = _HTTP.get(why.code, _HTTP[400] if why.code < 500 else _OURS)
    answer = make_response(_answer(Failure(why.code, why.name.lower().replace(" ", "_"), words)))
    if isinstance(why, MethodNotAllowed) and why.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(why.valid_methods))
    return answer


def _broken(why: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.error("error %s at %s %s", number, request.method, request.endpoint, exc_info=why)
    # Nothing may be asked of the database from here on: it may be what is broken.
    who.forget()
    g.company = CompanySettings()
    with flask_babel.force_locale(language.asked_for() or language.browsers() or "en"):
        return _answer(Failure(500, "failed", _OURS, number=number))


def _answer(failure: Failure) -> ResponseReturnValue:
    if is_api_call():
        return problems.answer(
            failure.status, failure.code, failure.words, failure.fields, failure.number
        )
    if wants_json():
        body = {
            "code": failure.code,
            "error": language.translate(failure.words),
            "fields": {name: language.translate(words) for name, words in failure.fields.items()},
        }
        if failure.number:
            body["number"] = failure.number
        return jsonify(body), failure.status
    page = "error/framed.html" if who.is_signed_in() else "error/plain.html"
    return render_template(page, failure=failure), failure.status
