"""Compiles occ/translations for Python (.mo) and for the browser (static/dist/words.<lang>.json).

    {"language": "pl", "direction": "ltr", "words": {
        "Close": "Zamknij",
        "%(n)s message": {"one": "…", "few": "…", "many": "…", "other": "…"}}}

Plural forms stand under the singular's msgid, keyed by what `Intl.PluralRules.select` answers,
so the page needs no plural formula: `forms[rules.select(n)] ?? forms.other`. A msgid that is
absent stands for itself, and English is the msgid, so words.en.json holds plurals alone.
"""

from __future__ import annotations

import json
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

# Numbers enough to meet every plural category of every language we have.
SAMPLES = [*range(200), 1_000_000]


def compile_all(root: Path) -> None:
    dist = root / "static" / "dist"
    dist.mkdir(parents=True, exist_ok=True)
    catalogs = [read(path) for path in sorted((root / "occ/translations").rglob("messages.po"))]
    for path, catalog in catalogs:
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        with path.with_suffix(".mo").open("rb") as file:
            translations = GNUTranslations(file)
        _write(dist, _locale(path), _words(catalog, _locale(path), translations))
    if catalogs:
        _write(dist, Locale("en"), _english(catalogs[0][1]))


def read(path: Path) -> tuple[Path, Catalog]:
    with path.open("rb") as file:
        return path, read_po(file, locale=_locale(path))


def _locale(path: Path) -> Locale:
    return Locale.parse(path.parent.parent.name)


def _words(catalog: Catalog, locale: Locale, translations: GNUTranslations) -> dict[str, Any]:
    sample_of = {locale.plural_form(n): n for n in reversed(SAMPLES)}
    sample_of.setdefault("other", max(SAMPLES))
    words: dict[str, Any] = {}
    for message in catalog:
        if message.fuzzy or not message.id or not message.string:
            continue
        if isinstance(message.id, str):
            words[message.id] = translations.gettext(message.id)
        else:
            singular, plural = message.id
            words[singular] = {
                category: translations.ngettext(singular, plural, n)
                for category, n in sample_of.items()
            }
    return words


def _english(catalog: Catalog) -> dict[str, Any]:
    plurals = [message.id for message in catalog if not isinstance(message.id, str)]
    return {singular: {"one": singular, "other": plural} for singular, plural in plurals}


def _write(folder: Path, locale: Locale, words: dict[str, Any]) -> None:
    content = {"language": str(locale), "direction": locale.text_direction, "words": words}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (folder / f"words.{locale}.json").write_text(text, encoding="utf-8")
