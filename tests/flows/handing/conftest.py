"""Tests of one folder share the office."""

from __future__ import annotations

from tests.flows.handing.house import ada

__all__ = ["ada"]
