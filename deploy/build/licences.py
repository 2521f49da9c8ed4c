"""The licences of what a bundle carries, to be shipped beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

HEADER = "The files in this folder contain parts of these packages.\n"


def of_packages(static: Path, inputs: Iterable[str]) -> str:
    """`inputs` are paths as esbuild reports them, relative to `static`."""
    folders = {folder for path in inputs if (folder := _package(path))}
    return "\n".join([HEADER, *(_notice(static / folder) for folder in sorted(folders))])


def _package(path: str) -> str | None:
    before, found, after = path.rpartition("node_modules/")
    if not found:
        return None
    parts = after.split("/")
    return before + found + "/".join(parts[: 2 if parts[0].startswith("@") else 1])


def _notice(folder: Path) -> str:
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = [
        file.read_text(encoding="utf-8").strip()
        for file in sorted(folder.iterdir())
        if file.is_file() and file.name.upper().startswith(("LICENSE", "LICENCE", "NOTICE"))
    ]
    title = f"{about['name']} {about['version']} ({about.get('license', 'licence not named')})"
    return "\n".join([title, "-" * len(title), *texts, ""])
