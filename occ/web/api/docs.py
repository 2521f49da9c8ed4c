"""The API as a page to read, made from the same declarations as its OpenAPI."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from occ.core.words import Words
from occ.product import product
from occ.users.permissions import Permission
from occ.users.tokens import MOST_A_MINUTE
from occ.web.access import allowed
from occ.web.api import openapi, shapes
from occ.web.api.kinds import Schema
from occ.web.api.operations import Operation
from occ.web.api.problems import NEXT, Problem
from occ.web.api.shapes import Maybe, Part

bp = Blueprint("api_docs", __name__)


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    is_needed: bool
    note: Words | None


@dataclass(frozen=True)
class Described:
    path: str
    operation: Operation
    takes: list[Field]
    answers: list[Field]
    refusals: list[int]


@bp.get("/api/docs")
@allowed(Permission.CONVERSE)
def page() -> ResponseReturnValue:
    described = [
        Described(
            path,
            operation,
            fields(operation.asks),
            fields(operation.answers),
            openapi.refusals(path, operation),
        )
        for path, operation in openapi.operations(current_app)
    ]
    return render_template(
        "api/docs.html",
        operations=described,
        shapes=_named(described),
        problem=fields(Problem),
        next_steps=NEXT,
        url=product().config.public_url,
        most_a_minute=MOST_A_MINUTE,
    )


def fields(shape: type) -> list[Field]:
    return [_field(part) for part in shapes.parts_of(shape)]


def _field(part: Part) -> Field:
    optional = isinstance(part.kind, Maybe)
    return Field(
        part.field.name, _type(part.kind.schema({})), part.is_needed and not optional, part.note
    )


def _type(schema: Schema) -> str:
    """As short as a reader needs it: `string`, `Contact[]`, `added | taken`, `name → integer`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join("null" if each is None else str(each) for each in schema["enum"])
    if schema["type"] == "array":
        return f"{_type(schema['items'])}[]"
    if "propertyNames" in schema:
        return f"name → {_type(schema['additionalProperties'])}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    shown = [str(schema.get("format", each)) if each == "string" else each for each in kinds]
    return " | ".join(shown)


def _named(described: list[Described]) -> dict[str, list[Field]]:
    """The shapes that requests and answers are made of, besides these themselves."""
    parts: dict[str, Schema] = {}
    for each in described:
        shapes.kind_of(each.operation.asks).schema(parts)
        shapes.kind_of(each.operation.answers).schema(parts)
    found = {shape.__name__: fields(shape) for shape in _within(described)}
    return {name: found[name] for name in sorted(parts) if name in found}


def _within(described: list[Described]) -> list[type]:
    found: list[type] = []
    waiting = [
        shape for each in described for shape in (each.operation.asks, each.operation.answers)
    ]
    while waiting:
        for part in shapes.parts_of(waiting.pop()):
            inner = part.kind
            while isinstance(inner, Maybe | shapes.Many | shapes.Table):
                inner = inner.kind
            if isinstance(inner, shapes.Object) and inner.shape not in found:
                found.append(inner.shape)
                waiting.append(inner.shape)
    return found
