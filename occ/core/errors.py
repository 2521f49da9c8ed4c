"""What is refused, as a sentence for a person and a code for a program."""

from __future__ import annotations

from typing import ClassVar

from occ.core.words import Words, say


class OccError(Exception):
    """Something a person asked for that is not done; nothing of it was kept."""

    status: ClassVar[int] = 400
    code: str = "refused"

    def __init__(self, words: Words, code: str | None = None) -> None:
        super().__init__(str(words))
        self.words = words
        self.code = code or type(self).code


class Invalid(OccError):
    """What was entered can't be taken; `fields` has one sentence a field."""

    status = 422
    code = "invalid"

    def __init__(self, fields: dict[str, Words]) -> None:
        super().__init__(say("Some fields need another look. Nothing was saved."))
        self.fields = fields


class NotFound(OccError):
    status = 404
    code = "not_found"


class NotAllowed(OccError):
    status = 403
    code = "not_allowed"


class Conflict(OccError):
    """The state of things has moved on, or a limit is reached."""

    status = 409
    code = "conflict"


class TooMany(OccError):
    status = 429
    code = "too_many"
