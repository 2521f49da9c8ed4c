"""Five languages, complete and current: what a source says, every catalog says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from occ.translations import update
from tests.test_house import ROOT, files

PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])|%%")
LITERAL_CALL = re.compile(r"\bn?gettext\(\s*(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')")
# What stands between the tags of a template once its expressions and translated blocks are gone.
EXPRESSION = re.compile(
    r"\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{(?:[^{}]|\{[^{}]*\})*\}\}|\{%.*?%\}|\{#.*?#\}", re.S
)
MARKUP = re.compile(r"<(code|kbd|pre|svg|title)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;", re.S)
NAMES = re.compile(r"\b(OCC|WhatsApp|SMS|QR|Twilio|Account SID|SMSAPI)\b")

languages = pytest.mark.parametrize("language", sorted(update.PLURALS))


@pytest.fixture(scope="module")
def sources() -> Catalog:
    return update.extract()


def read(language: str) -> Catalog:
    return update.read(update.path_of(language))


def forms(message: Message) -> list[str]:
    string = message.string
    return [string] if isinstance(string, str) else list(string or ())


def placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text)}


@languages
def test_a_catalog_has_every_sentence_of_the_sources_and_no_other(
    language: str, sources: Catalog
) -> None:
    theirs = {message.id for message in read(language) if message.id}
    ours = {message.id for message in sources if message.id}

    assert theirs ^ ours == set(), "run: python occ/translations/update.py"


@languages
def test_every_sentence_is_translated(language: str) -> None:
    assert update.untranslated(read(language)) == []


@languages
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in read(language) if message.id and message.fuzzy] == []


@languages
def test_a_translation_has_the_placeholders_of_its_sentence(language: str) -> None:
    wrong = []
    for message in read(language):
        singular, plural = message.id if isinstance(message.id, tuple) else (message.id, message.id)
        allowed = placeholders(singular), placeholders(plural)
        # "One message" may leave out the number.
        wrong += [form for form in forms(message) if form and placeholders(form) not in allowed]

    assert [form for form in wrong if "Content-Type" not in form] == []


def test_every_call_of_the_browser_side_was_found(sources: Catalog) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in sources}
    scripts = [path for path in files(".ts", ".tsx") if "test" not in path.parts]

    called = {
        ast.literal_eval(literal)
        for path in scripts
        for literal in LITERAL_CALL.findall(path.read_text(encoding="utf-8"))
    }

    assert called - known == set()


def test_templates_hold_no_words_outside_a_catalog() -> None:
    pages = [path for path in files(".html") if ROOT / "occ" / "web" in path.parents]

    assert [line for path in pages for line in bare_words(path)] == []


def bare_words(path: Path) -> list[str]:
    left = MARKUP.sub(" ", EXPRESSION.sub(" ", path.read_text(encoding="utf-8")))
    lines = (NAMES.sub("", line).strip() for line in left.splitlines())
    return [f"{path.relative_to(ROOT)}: {line}" for line in lines if re.search(r"[^\W\d_]", line)]
