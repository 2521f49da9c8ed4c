"""What stands in a form: stored values, or what was just entered with the reason it was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, Self

from flask import make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from occ.core.errors import Invalid, OccError
from occ.core.words import Words
from occ.web.asked import wants_json

P = ParamSpec("P")


@dataclass(frozen=True)
class Entry:
    values: MultiDict[str, str] = field(default_factory=MultiDict)
    refusal: Words | None = None
    errors: Mapping[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[str, object]) -> Self:
        return cls(MultiDict([(name, each) for name in stored for each in _texts(stored[name])]))

    @classmethod
    def refused(cls, form: MultiDict[str, str], why: OccError) -> Self:
        return cls(form, why.words, why.fields if isinstance(why, Invalid) else {})

    def with_typed(self, typed: Entry) -> Entry:
        """What is stored, with what was entered into one form of several on the page."""
        values = self.values.copy()
        for name in typed.values:
            values.setlist(name, typed.values.getlist(name))
        return Entry(values, typed.refusal, typed.errors)

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def has(self, name: str, value: str = "on") -> bool:
        return value in self.values.getlist(name)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, bool) or value is None:
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return [str(value)]


def or_again(
    page: Callable[..., ResponseReturnValue],
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Where the view refuses what was entered, show `page` again with it and with the reasons.

    `page` takes the view's own arguments and `entry`; where it can't be shown either, its own
    refusal is the answer.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def submitted(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            try:
                return view(*args, **kwargs)
            except OccError as why:
                if wants_json():
                    raise
                entry = Entry.refused(request.form, why)
                return make_response(page(*args, **{**kwargs, "entry": entry})), why.status

        return submitted

    return decorate
