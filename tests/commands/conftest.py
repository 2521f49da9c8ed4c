"""What an operator types, in this process; threading mode, since nothing here may be patched."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from occ.cli import main
from tests.live import furnished_home

Typed = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def founded_home(home: Path, sqlite_template: Path) -> Path:
    return furnished_home(home, sqlite_template)


@pytest.fixture
def typed(home: Path) -> Typed:
    """What `occ …` printed; it ended well."""

    def run(*arguments: str, **environment: str) -> str:
        status, said = _run(home, arguments, environment)
        assert status == 0, said
        return said

    return run


@pytest.fixture
def refused(home: Path) -> Typed:
    """What `occ …` said that ended with an error; never a stack trace."""

    def run(*arguments: str, **environment: str) -> str:
        status, said = _run(home, arguments, environment)
        assert status in (1, 2), said
        assert said.startswith(("Error: ", "Usage: ")), said
        return said

    return run


def _run(home: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> tuple[int, str]:
    around = {"OCC_HOME": str(home), "OCC_ASYNC_MODE": "threading", **environment}
    ended = CliRunner().invoke(main, arguments, env=around)
    if ended.exception and not isinstance(ended.exception, SystemExit):
        return -1, "".join(traceback.format_exception(ended.exception))
    return ended.exit_code, ended.output
