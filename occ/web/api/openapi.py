"""OpenAPI 3.1, made from the declarations that read requests and write answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify

import occ
from occ.core.words import Words
from occ.product import product
from occ.web.access import public
from occ.web.api import shapes
from occ.web.api.caller import LIMITS
from occ.web.api.kinds import Schema, Text
from occ.web.api.operations import PREFIX, Operation
from occ.web.api.problems import MEDIA_TYPE, NEXT, Problem

bp = Blueprint("api_openapi", __name__)
PATH_KEY = Text(most=64, least=1)
IDEMPOTENCY_KEY = Text(most=200, least=1, pattern=r"[\x21-\x7e]{1,200}")
_EVER = (400, 401, 403, 429)
_OF_WRITES = (409, 413, 415, 422)


@bp.get(f"{PREFIX}/openapi.json")
@public
def document() -> Response:
    return jsonify(describe(current_app, product().config.public_url))


def operations(app: Flask) -> Iterator[tuple[str, Operation]]:
    """Each with its path as OpenAPI writes it, in the order of the paths."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        operation = getattr(app.view_functions[rule.endpoint], "operation", None)
        if operation is not None:
            yield re.sub(r"<(\w+)>", r"{\1}", rule.rule), operation


def describe(app: Flask, public_url: str) -> Schema:
    parts: dict[str, Schema] = {}
    paths: dict[str, Schema] = {}
    for path, operation in operations(app):
        paths.setdefault(path, {})[operation.method.lower()] = _operation(path, operation, parts)
    return {
        "openapi": "3.1.0",
        "info": {"title": "OCC", "version": occ.__version__, "license": {"name": "MIT"}},
        "servers": [{"url": public_url}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(parts.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def refusals(path: str, operation: Operation) -> list[int]:
    """The statuses an operation may be refused with."""
    found = {*_EVER}
    if "{" in path or operation.writes:
        found.add(404)
    if operation.writes:
        found.update(_OF_WRITES)
    if shapes.parts_of(operation.asks):
        found.add(422)
    return sorted(found)


def _operation(path: str, operation: Operation, parts: dict[str, Schema]) -> Schema:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.name.split(".")[0]],
        "summary": str(operation.summary),
        "description": "Scope: " + " or ".join(f"`{scope}`" for scope in operation.scopes) + ".",
        "parameters": [*_of_path(path), *_parameters(operation, parts)],
        "responses": {
            str(operation.status): {
                **_answer(operation.answers, "application/json", "Done.", parts),
                "headers": _headers(operation),
            },
            **{
                str(status): _answer(Problem, MEDIA_TYPE, NEXT[status], parts)
                for status in refusals(path, operation)
            },
        },
    }
    if operation.writes:
        schema = shapes.kind_of(operation.asks).schema(parts)
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return found


def _of_path(path: str) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": PATH_KEY.schema({})}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _parameters(operation: Operation, parts: dict[str, Schema]) -> list[Schema]:
    if operation.writes:
        schema = IDEMPOTENCY_KEY.schema({})
        return [{"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema}]
    return [
        {
            "name": part.field.name,
            "in": "query",
            "required": part.is_needed,
            "schema": shapes.described(part, parts),
        }
        for part in shapes.parts_of(operation.asks)
    ]


def _headers(operation: Operation) -> Schema:
    """Limits in calls and seconds; whether a write was done before."""
    found: Schema = {name: {"schema": {"type": "integer"}} for name in LIMITS}
    if operation.writes:
        found["Idempotency-Replayed"] = {"schema": {"type": "string", "enum": ["true", "false"]}}
    return found


def _answer(
    shape: type[Any], media_type: str, words: Words | str, parts: dict[str, Schema]
) -> Schema:
    schema = shapes.kind_of(shape).schema(parts)
    return {"description": str(words), "content": {media_type: {"schema": schema}}}
