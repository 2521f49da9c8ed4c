"""`python occ/translations/update.py`: bring every catalog up to what the sources say.

New sentences come in empty, sentences no source has any more go, and a translation is never
touched. Sorted, without places, dates or hosts, so that a diff shows sentences alone.
"""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "occ" / "translations"
# In TypeScript `say` is a method like any other.
KEYWORDS = {"python": DEFAULT_KEYWORDS | {"say": None}}
OPTIONS = {"javascript": {"jsx": True, "parse_template_string": True}}
# gettext's formulas: Babel would give Persian one form, where CLDR and browsers have two.
PLURALS = {
    "it": "nplurals=2; plural=(n != 1)",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
    "fr": "nplurals=2; plural=(n > 1)",
    "fa": "nplurals=2; plural=(n > 1)",
}
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plurals}\n"

"""


def extract() -> Catalog:
    """Every sentence of the sources, in English."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        mappings = tomllib.load(file)["tool"]["babel"]["mappings"]
    found = Catalog(fuzzy=False)
    for mapping in mappings:
        folder, _, pattern = mapping["pattern"].partition("/")
        for _, _, sentence, _, context in extract_from_dir(
            ROOT / folder,
            [(pattern, mapping["method"])],
            {pattern: OPTIONS.get(mapping["method"], {})},
            KEYWORDS.get(mapping["method"], DEFAULT_KEYWORDS),
            directory_filter=lambda path: Path(path).name not in ("node_modules", "dist"),
        ):
            found.add(sentence, context=context)
    return found


def path_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=Locale.parse(path.parts[-3]))


def merge(language: str, template: Catalog) -> None:
    path = path_of(language)
    header = HEADER.format(language=language, plurals=PLURALS[language])
    if not path.exists():
        path.parent.mkdir(parents=True)
        path.write_text(header, encoding="utf-8")
    catalog = read(path)
    catalog.update(template, no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(
        body,
        catalog,
        width=0,
        no_location=True,
        omit_header=True,
        ignore_obsolete=True,
        sort_output=True,
    )
    path.write_bytes(header.encode() + body.getvalue().strip() + b"\n")
    print(
        f"{language}: {len(catalog)} sentences, {len(untranslated(catalog))} without a translation"
    )


def untranslated(catalog: Catalog) -> list[str]:
    """The sentences that lack a translation, or one of its plural forms."""
    return [str(message.id) for message in catalog if message.id and not _is_whole(message)]


def _is_whole(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else message.string
    return bool(forms) and all(forms or ())


if __name__ == "__main__":
    template = extract()
    for language in PLURALS:
        merge(language, template)
