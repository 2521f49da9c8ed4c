"""What is held of a contact as one page, for people: words and tables, no script, no address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from occ.core.words import say
from occ.translations import catalogs

_HEADS = {
    "contact": say("Contact"),
    "numbers": say("Telephone numbers"),
    "addresses": say("Where they wrote from"),
    "conversations": say("Conversations"),
    "written_first": say("What we wrote first"),
    "campaigns": say("Campaigns"),
    "accounts": say("Accounts"),
    "events": say("Events"),
}
_NONE = say("Nothing.")
_STYLE = (
    "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.25rem 0}"
    "td,th{border:1px solid #bbb;padding:.2rem .5rem;"
    "text-align:start;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}"
)


def of(facts: Mapping[str, Any], language: str) -> str:
    """`facts` as in flows/collect_contact; heads in the language, all else as it is kept."""
    direction = "rtl" if language == "fa" else "ltr"
    name = escape(str(facts["contact"]["name"]))
    body = [f"<h1><bdi>{name}</bdi></h1>"]
    for key, words in _HEADS.items():
        body.append(f"<h2>{escape(catalogs.translate(words, language))}</h2>")
        body.append(_told(facts[key]) or f"<p>{escape(catalogs.translate(_NONE, language))}</p>")
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><head>'
        f'<meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style></head>'
        f"<body>{''.join(body)}</body></html>"
    )


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"<table>{''.join(_rows(value))}</table>" if value else ""
    if isinstance(value, list):
        return "".join(f"<div>{_told(each)}</div>" for each in value)
    return f'<bdi dir="auto">{escape(str(value))}</bdi>' if value not in (None, "") else ""


def _rows(values: Mapping[str, Any]) -> Iterable[str]:
    for name, value in values.items():
        told = _told(value)
        if told:
            yield f"<tr><th>{escape(str(name)).replace('_', ' ')}</th><td>{told}</td></tr>"
