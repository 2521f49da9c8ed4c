from __future__ import annotations

import pytest
import requests

from occ import serving
from tests.servers import free_port


def test_a_process_without_pages_serves_its_counters_to_this_machine() -> None:
    port = free_port()
    stop = serving.serve_metrics(port)

    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=5).text
    with pytest.raises(serving.CannotStart, match=f"127.0.0.1:{port}"):
        serving.serve_metrics(port)
    stop()

    assert 'occ_messages_out_total{outcome="accepted"}' in text
