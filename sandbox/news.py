"""News for the sandbox: a server of feeds that `pwb post_feed` asks instead of the outside world."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.tlsserver import ADDRESS, TlsServer


@contextmanager
def news_server(directory: Path) -> Iterator[TlsServer]:
    """Serve feeds until the block ends; `directory` is that of the farm, whose scripts are led here."""
    server, file = TlsServer(), directory / 'news.json'
    with server.running():
        file.write_text(json.dumps({'port': server.port, 'address': ADDRESS, 'roots': server.roots}))
        try:
            yield server
        finally:
            file.unlink()
