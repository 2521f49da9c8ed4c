"""For a WSGI server of your own choice; `occ serve` needs none."""

from occ.bootstrap import patch

patch()

from occ.app import create_app  # noqa: E402

app = create_app()
