"""Where the built browser side and the images stand."""

from __future__ import annotations

from pathlib import Path

import occ


def asset_folder() -> Path:
    """The folder with `dist/` and `img/`: inside an installed wheel, or a checkout's `static/`."""
    package = Path(occ.__file__).parent
    packed = package / "assets"
    return packed if packed.is_dir() else package.parent / "static"
