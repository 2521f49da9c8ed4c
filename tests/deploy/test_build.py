"""What `pip install .` makes beside Python."""

from __future__ import annotations

import gettext
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
POLISH = r"""msgid ""
msgstr ""
"Language: pl\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)\n"

msgid "Close"
msgstr "Zamknij"

msgid "Reopen"
msgstr ""

#, fuzzy
msgid "Waiting"
msgstr "Chyba czeka"

msgid "%(n)s message"
msgid_plural "%(n)s messages"
msgstr[0] "%(n)s wiadomość"
msgstr[1] "%(n)s wiadomości"
msgstr[2] "%(n)s wiadomości (wiele)"
"""


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "deploy" / "build"))
    import catalogs

    return catalogs


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    catalog = tmp_path / "occ" / "translations" / "pl" / "LC_MESSAGES" / "messages.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(POLISH, encoding="utf-8")
    return tmp_path


def words(checkout: Path, language: str) -> dict[str, object]:
    path = checkout / "static" / "dist" / f"words.{language}.json"
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_catalog_reaches_python(build: ModuleType, checkout: Path) -> None:
    build.compile_all(checkout)

    polish = gettext.translation("messages", checkout / "occ" / "translations", ["pl"])
    assert polish.gettext("Close") == "Zamknij"
    assert polish.ngettext("%(n)s message", "%(n)s messages", 5) == "%(n)s wiadomości (wiele)"


def test_a_catalog_reaches_the_browser_with_plurals_by_their_category(
    build: ModuleType, checkout: Path
) -> None:
    build.compile_all(checkout)

    assert words(checkout, "pl") == {
        "language": "pl",
        "direction": "ltr",
        "words": {
            "Close": "Zamknij",
            "%(n)s message": {
                "one": "%(n)s wiadomość",
                "few": "%(n)s wiadomości",
                "many": "%(n)s wiadomości (wiele)",
                "other": "%(n)s wiadomości (wiele)",
            },
        },
    }


def test_english_is_the_sentence_itself_and_needs_plurals_alone(
    build: ModuleType, checkout: Path
) -> None:
    build.compile_all(checkout)

    plural = {"one": "%(n)s message", "other": "%(n)s messages"}
    assert words(checkout, "en")["words"] == {"%(n)s message": plural}


def test_without_a_network_the_build_ends_with_a_sentence(tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "console").mkdir(parents=True)
    (static / "console" / "main.tsx").write_text("export {};")
    (static / "package.json").write_text('{"name": "x", "dependencies": {"preact": "11.2.0"}}')
    lock = {"preact": {"version": "11.2.0", "resolved": "http://127.0.0.1:1/preact.tgz"}}
    packages = {"": {"dependencies": {"preact": "11.2.0"}}, "node_modules/preact": lock["preact"]}
    (static / "package-lock.json").write_text(
        json.dumps({"name": "x", "lockfileVersion": 3, "packages": packages})
    )
    script = "import sys, pathlib, front_end; front_end.bundle(pathlib.Path(sys.argv[1]), False)"

    finished = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "deploy" / "build"),
            "npm_config_cache": str(tmp_path / "cache"),
            "npm_config_fetch_retries": "0",
        },
        capture_output=True,
        text=True,
    )

    assert finished.returncode == 1
    assert finished.stderr.splitlines()[-1].startswith("The browser side was not built: npm could")
    assert "Traceback" not in finished.stderr
