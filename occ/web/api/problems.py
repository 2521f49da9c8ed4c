"""The one shape of every refusal in the API: a problem (RFC 9457) with what to do next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from flask import Flask, Response, g

from occ.core.words import Words, say
from occ.web.api import shapes
from occ.web.api.shapes import LONGEST_NAME, MOST_ITEMS
from occ.web.language import translate

MEDIA_TYPE = "application/problem+json"
NEXT: dict[int, Words] = {
    400: say("Mend the request: unchanged it is refused again."),
    401: say(
        "Send a token that is in force, as Authorization: Bearer occ_…. An administrator makes one"
        " on the page of the program."
    ),
    403: say("Ask an administrator for a token that may do this."),
    404: say("Check the key: a token sees only what its scopes and services open."),
    405: say("Look at /api/docs for what this address takes."),
    409: say("Read how things stand now, and decide whether to ask again."),
    413: say("Send less at once."),
    415: say("Send JSON, with Content-Type: application/json."),
    422: say("Mend the fields that are named, and send it again."),
    429: say("Wait as many seconds as Retry-After says."),
    500: say(
        "Try again with the same Idempotency-Key: it is done once."
        " Tell an administrator the number."
    ),
}


@dataclass(frozen=True)
class Problem:
    status: int
    code: Annotated[str, say("For programs: it stays what it is, in every language.")]
    detail: Annotated[str, say("For people, in the language of Accept-Language.")]
    next: Annotated[str, say("What to do next.")]
    fields: Annotated[dict[str, str], say("What is wrong, field by field.")]
    number: Annotated[str | None, say("Stands in the log beside what went wrong.")]


def answer(
    status: int, code: str, words: Words, fields: Mapping[str, Words], number: str | None
) -> Response:
    problem = Problem(
        status,
        code,
        translate(words),
        translate(NEXT.get(status, NEXT[400 if status < 500 else 500])),
        {name[:LONGEST_NAME]: translate(each) for name, each in islice(fields.items(), MOST_ITEMS)},
        number,
    )
    body = json.dumps(shapes.kind_of(Problem).write(problem), ensure_ascii=False)
    response = Response(body, status, content_type=MEDIA_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def tell_limits(app: Flask) -> None:
    """Every answer to a token says how many calls are left."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.extend(g.get("api_headers", {}))
        return response
