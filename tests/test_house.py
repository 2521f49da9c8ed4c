"""The rules of the house, kept by reading its files."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

import pytest

from occ.migrations.metadata import metadata
from tests.contacts import everything

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 300
MEDIAN_FILE = 60
FORBIDDEN_NAMES = {"base", "common", "helpers", "manager", "utils"}
# Put together here, so that this file does not find itself.
UNFINISHED = re.compile(rf"\b({'TO' + 'DO'}|{'FIX' + 'ME'}|{'X' * 3})\b")
REGISTRIES = re.compile("|".join((r"registry\." + "npmjs", r"pypi\." + "org", "python" + "hosted")))
PHYSICAL = re.compile(
    r"(margin|padding|border(-\w+)*)-(left|right)|(?<![\w-])(left|right)\s*:"
    r"|(text-align|float|clear)\s*:\s*(left|right)"
)
UNSAFE_HTML = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|\son[a-z]+=|\bstyle=", re.IGNORECASE)


def files(*suffixes: str) -> list[Path]:
    """What is in git or about to be."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    found = (ROOT / name for name in sorted(set(names)) if name.endswith(suffixes or ""))
    return [path for path in found if path.is_file()]


def code() -> list[Path]:
    written = files(".py", ".ts", ".tsx", ".mjs", ".css", ".html")
    return [path for path in written if "versions" not in path.parts]


def places(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    assert [f"{path} {length(path)}" for path in code() if length(path) > LONGEST_FILE] == []


def test_most_files_are_short() -> None:
    lengths = [length(path) for path in code() if ROOT / "tests" not in path.parents]

    assert median(number for number in lengths if number) <= MEDIAN_FILE


def test_no_file_is_one_that_everybody_may_add_to() -> None:
    modules = files(".py", ".ts", ".tsx")

    assert [path for path in modules if path.stem in FORBIDDEN_NAMES] == []


def test_nothing_is_left_unfinished() -> None:
    assert places(UNFINISHED, code()) == []


def test_no_file_names_a_package_registry() -> None:
    texts = files(".py", ".ts", ".tsx", ".json", ".toml", ".md", ".html", ".npmrc", ".ci/run")

    assert places(REGISTRIES, texts) == []


def test_styles_know_no_left_and_right() -> None:
    assert places(PHYSICAL, files(".css")) == []


def test_the_browser_side_never_parses_html() -> None:
    scripts = [path for path in files(".ts", ".tsx") if "test" not in path.parts]

    assert places(UNSAFE_HTML, scripts) == []


def test_pages_carry_no_script_and_no_style_of_their_own() -> None:
    assert places(INLINE_SCRIPT, files(".html")) == []


def test_imports_point_down() -> None:
    finished = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_every_room_and_flow_is_kept_from_the_web_and_from_providers() -> None:
    layers, kept_away = pyproject()["tool"]["importlinter"]["contracts"]
    edges = {
        "cli",
        "doctor",
        "moving",
        "torture",
        "app",
        "web",
        "realtime",
        "jobs",
        "providers",
        "product",
        "metrics",
    }
    names = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    rooms = {
        f"occ.{name}" for name in names - edges if (ROOT / "occ" / name / "__init__.py").is_file()
    }

    assert rooms - set(kept_away["source_modules"]) == set()


def test_every_package_imported_is_one_we_ask_for() -> None:
    asked = {
        re.split(r"[\[>=]", line)[0].lower() for line in pyproject()["project"]["dependencies"]
    }
    ours = {"occ", *sys.stdlib_module_names}
    providers = packages_distributions()
    imported = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)

    unasked = {
        name
        for path in files(".py")
        if ROOT / "occ" in path.parents and path.name != "bootstrap.py"
        for name in imported.findall(path.read_text(encoding="utf-8"))
        if name not in ours
        and not {dist.lower().replace("_", "-") for dist in providers.get(name, [])} & asked
    }

    # These come with what we ask for, and are its public face.
    assert (
        unasked - {"engineio", "jinja2", "markupsafe", "socketio", "urllib3", "werkzeug", "wtforms"}
        == set()
    )


def test_every_variable_of_the_environment_is_in_the_readme() -> None:
    config = ROOT / "occ" / "config.py"
    if not config.exists():
        pytest.fail("occ/config.py names each variable of the environment once")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bOCC_[A-Z_]+[A-Z]\b", config.read_text(encoding="utf-8")))

    assert {name for name in named if f"`{name}`" not in readme} == set()


def pyproject() -> dict:  # type: ignore[type-arg]
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_table_is_known_to_speak_of_people_or_not() -> None:
    """A new one is named in tests/contacts/everything.py, or who is erased may stay in it."""
    assert metadata.tables.keys() == everything.OF_PEOPLE.keys() | everything.OF_NOBODY
