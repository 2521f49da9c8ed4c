"""`python deploy/build`: bundle and compile again, after the browser side or a catalog changed."""

from __future__ import annotations

from pathlib import Path

import catalogs
import front_end

root = Path(__file__).resolve().parents[2]
catalogs.compile_all(root)
front_end.bundle(root, with_tests=True)
