"""What `pip install .` does beside copying Python: bundle the browser side, compile the catalogs.

OCC_SKIP_UI=1 leaves the browser side alone, for work behind it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
import catalogs
import front_end


class AssetsHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        catalogs.compile_all(root)
        front_end.bundle(root, with_tests=version == "editable")
        if version == "editable":
            return
        for name in ("dist", "img"):
            if (root / "static" / name).is_dir():
                build_data["force_include"][f"static/{name}"] = f"occ/assets/{name}"
