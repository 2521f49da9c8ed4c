"""Where work of over 20 ms of CPU goes, so that it holds up nobody.

`bootstrap.py` hands in how: a thread pool of the event loop's making, or a plain call where
every request has a thread. What runs here takes and gives plain values and never opens a
session: under eventlet the lock and the pool belong to the loop's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def _call(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return work(*args, **kwargs)


_execute: Callable[..., Any] = _call


def install(execute: Callable[..., Any]) -> None:
    global _execute
    _execute = execute


def run(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    result: T = _execute(work, *args, **kwargs)
    return result
