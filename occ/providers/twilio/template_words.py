"""What a customer sees of a template, in lines: agents choose by it, and the thread keeps it.

https://www.twilio.com/docs/content/content-types-overview
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = "twilio/text"


def shown(types: object) -> str:
    """Header or title, file, body, footer, then each button in brackets, with its address.

    Plain text stands beside another type for channels that show no more, so the other counts.
    """
    kinds = sorted(as_object(types).items(), key=lambda kind: kind[0] == _PLAIN)
    texts = ("\n".join(_lines(as_object(content))) for _, content in kinds)
    return next(filter(None, texts), "")


def as_object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(content, "header_text", "title")
    yield from _several(content.get("media"))
    yield from _texts(content, "body", "label", "subtitle", "footer")
    for item in _several(content.get("items")):
        yield from _texts(as_object(item), "item")
    for card in _several(content.get("cards")):
        yield from _lines(as_object(card))
    buttons = (as_object(each) for each in _several(content.get("actions")))
    for button in (*buttons, {"title": content.get("button")}):
        name = next(_texts(button, "title", "copy_code_text"), "")
        if name:
            yield " ".join([f"[{name}]", *_texts(button, "url", "phone")])


def _texts(content: Mapping[str, Any], *names: str) -> Iterator[str]:
    return (str(content[name]) for name in names if content.get(name))


def _several(value: object) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found if each]
