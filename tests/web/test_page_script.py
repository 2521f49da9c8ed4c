"""What pages do by script they load the script for."""

from __future__ import annotations

import re
from pathlib import Path

import occ
from tests.test_house import ROOT

TEMPLATES = Path(occ.__file__).parent / "web" / "templates"
MAIN = (ROOT / "static/pages/main.ts").read_text("utf-8")
ASKED = re.compile("|".join(f"data-{name}\\b" for name in re.findall(r"\[data-([a-z-]+)\]", MAIN)))


def with_parts(path: Path) -> str:
    """A template's text with that of the parts it includes."""
    text = path.read_text("utf-8")
    parts = re.findall(r'{% include "([^"]+)"', text)
    return text + "".join(with_parts(TEMPLATES / part) for part in parts)


def test_every_page_that_asks_for_the_script_loads_it() -> None:
    pages = [path for path in TEMPLATES.rglob("*.html") if not path.name.startswith("_")]
    asking = {path.name: with_parts(path) for path in pages if "_parts" not in path.parts}
    asking = {name: text for name, text in asking.items() if ASKED.search(text)}

    assert len(asking) > 5
    assert [name for name, text in asking.items() if "dist/pages.js" not in text] == []
