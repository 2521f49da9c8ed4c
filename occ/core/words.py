"""A sentence for a person, not yet in their language."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = str | int


@dataclass(frozen=True)
class Words:
    """An English message id and the values of its `%(name)s` placeholders.

    Rooms and flows pass these on untranslated; the edge that shows the sentence, or
    the job that sends it, puts it into the reader's language.
    """

    text: str
    values: dict[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text

    def as_json(self) -> dict[str, object]:
        return {"text": self.text, "values": self.values}


def say(text: str, **values: Value) -> Words:
    """Mark `text` for the catalogs (a keyword of the extraction) and keep its values beside it."""
    return Words(text, values)
