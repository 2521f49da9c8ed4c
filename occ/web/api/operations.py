"""Declare an operation: what it needs and takes, what it answers. The rest follows from that.

The view is a plain function `(session, asked, **keys of the path) -> answer` and knows no request:
a read has a session for reads, a write runs in one transaction with the note of its answer.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.words import Words
from occ.product import product
from occ.users import calls
from occ.users.calls import Named
from occ.users.scopes import Scope
from occ.users.tokens import Caller
from occ.web.api import asked, caller, shapes
from occ.web.api.asked import Asked, Nothing

View = Callable[..., Any]
PREFIX = "/api/v1"


@dataclass(frozen=True)
class Operation:
    """`asks` is the shape of a read's query or of a write's body."""

    name: str
    method: str
    summary: Words
    scopes: tuple[Scope, ...]
    """One of them is needed."""
    asks: type[Any]
    answers: type[Any]
    status: int = 200
    wakes: tuple[str, ...] = field(default=())
    """Jobs that have something to do then."""

    @property
    def writes(self) -> bool:
        return self.method != "GET"


def read(
    bp: Blueprint,
    rule: str,
    summary: Words,
    scopes: Scope | tuple[Scope, ...],
    answers: type[Any],
    asks: type[Any] = Nothing,
) -> Callable[[View], View]:
    """`GET rule`."""

    def declare(view: View) -> View:
        needed = (scopes,) if isinstance(scopes, Scope) else scopes
        operation = Operation(_name(bp, view), "GET", summary, needed, asks, answers)

        @wraps(view)
        def serve(**path: str) -> Response:
            found = caller.admitted(operation.scopes)
            wanted = Asked(found, asked.query(asks), clock.now())
            with product().run.reading() as session:
                answer = _json(operation, view(session, wanted, **path))
            return _response(answer, 200)

        _serve(bp, rule, operation, serve)
        return view

    return declare


def write(
    bp: Blueprint,
    rule: str,
    summary: Words,
    scope: Scope,
    answers: type[Any],
    asks: type[Any],
    method: str = "POST",
    wakes: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """`POST rule`: with an Idempotency-Key, done once and answered alike each time."""
    status = 201 if method == "POST" else 200

    def declare(view: View) -> View:
        operation = Operation(
            _name(bp, view), method, summary, (scope,), asks, answers, status, wakes
        )

        @wraps(view)
        def serve(**path: str) -> Response:
            found = caller.admitted(operation.scopes)
            key, wanted, now = asked.idempotency_key(), asked.body(asks), clock.now()

            def work(session: Session, number: int) -> tuple[int, str]:
                one = Asked(found, wanted, now, f"api:{number}")
                return status, _json(operation, view(session, one, **path))

            answer = product().run(calls.once, _named(found, key, wanted), work, now)
            if not answer.is_repeated:
                for job in wakes:
                    product().wake(job)
            response = _response(answer.body, answer.status)
            response.headers["Idempotency-Replayed"] = str(answer.is_repeated).lower()
            return response

        _serve(bp, rule, operation, serve)
        return view

    return declare


def _name(bp: Blueprint, view: View) -> str:
    return f"{bp.name.removeprefix('api_')}.{view.__name__}"


def _serve(bp: Blueprint, rule: str, operation: Operation, serve: View) -> None:
    serve.access = f"token with {' or '.join(operation.scopes)}"  # type: ignore[attr-defined]
    serve.operation = operation  # type: ignore[attr-defined]
    endpoint = operation.name.split(".")[1]
    bp.add_url_rule(PREFIX + rule, endpoint, serve, methods=[operation.method])


def _named(caller: Caller, key: str, wanted: Any) -> Named:
    content = json.dumps(
        [request.method, request.path, asdict(wanted)], sort_keys=True, default=str
    )
    # With a key: a plain digest of a short code, which may stand in it, is soon guessed.
    digest = hmac.digest(product().vault.derive("api calls").encode(), content.encode(), "sha256")
    return Named(caller.user_id, key, digest.hex())


def _json(operation: Operation, answer: object) -> str:
    """Raises TypeError where a view answers what it did not declare."""
    shaped = shapes.kind_of(operation.answers).write(answer)
    return json.dumps(shaped, ensure_ascii=False, separators=(",", ":"))


def _response(body: str, status: int) -> Response:
    return Response(body, status, mimetype="application/json")
